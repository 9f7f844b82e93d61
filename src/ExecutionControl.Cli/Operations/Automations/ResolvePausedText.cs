using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Says what a resolve-paused did, for somebody who has just been woken up.</summary>
internal static class ResolvePausedText
{
    public static IEnumerable<string> Lines(string target, ResolvePausedResult result)
    {
        yield return Outcome(target, result);
        if (result.IsLowerBound)
        {
            yield return "More may have been settled than was counted: an answer was lost on its way.";
        }

        if (result.Cause is { } cause)
        {
            yield return $"Why it ended there: {cause.Message}";
        }

        if (result.Warning is { } warning)
        {
            yield return $"ConductorOne warns: {warning}";
        }

        yield return CircuitBreaker(target, result.IsCircuitBreakerTripped);
    }

    private static string Outcome(string target, ResolvePausedResult result)
    {
        var done = DecisionText.Participle(result.Decision);
        return result switch
        {
            { Outcome: ControlOutcome.AlreadySo } => $"Already so: {target} has no paused executions; nothing was changed.",
            { Outcome: ControlOutcome.Partial } =>
                $"Partial: {Counted(result)} of {target} {done} in {Rounds(result)}; {result.ErroredCount} could not be settled and stay paused. "
                + "Give the same command again to try them once more.",
            { ResolvedCount: null } =>
                $"Accepted: the paused executions of {target} are being {done} by ConductorOne in the background{BulkAction(result)}; "
                + "how many there are is not known.",
            _ => $"Applied: {Counted(result)} of {target} {done} in {Rounds(result)}; {result.ErroredCount} left.",
        };
    }

    private static string Counted(ResolvePausedResult result)
    {
        var count = result.ResolvedCount ?? 0;
        var noun = count == 1 ? "paused execution" : "paused executions";
        return $"{(result.IsLowerBound ? "at least " : string.Empty)}{count} {noun}";
    }

    private static string Rounds(ResolvePausedResult result) =>
        result.Rounds.Count == 1 ? "1 round" : $"{result.Rounds.Count} rounds";

    private static string BulkAction(ResolvePausedResult result) =>
        result.BulkActionId is { Length: > 0 } id ? $" (bulk action {id})" : string.Empty;

    private static string CircuitBreaker(string target, bool? isTripped) => isTripped switch
    {
        true => $"The circuit breaker of {target} is still tripped: new events go on creating paused executions until somebody closes it.",
        false => $"The circuit breaker of {target} is closed: new events start executions as usual.",
        null => $"Whether the circuit breaker of {target} is tripped could not be read; while it is, new events go on creating paused executions.",
    };
}
