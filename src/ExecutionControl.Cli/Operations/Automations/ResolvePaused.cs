using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Settles what a tripped circuit breaker paused.</summary>
internal sealed class ResolvePaused() : BreakerOperation(
    ControlOperations.ResolvePausedExecutions,
    "What becomes of the paused executions: run sends them on, cancel terminates them.",
    isRequired: true)
{
    /// <summary>A look at the backlog while it is settled goes through so many at most: two hundred pages.</summary>
    private const int MostLookedAt = 20_000;

    public override OperationHelp Help { get; } = new(
        "Run or cancel every execution that an automation's circuit breaker paused, in as many rounds as it takes.",
        "The automation whose paused executions are settled.",
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway, ticket 4711\"",
        "ectl automations resolve-paused aut_runaway --decision run --yes --output json",
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway\" --wait --timeout 10m",
        "ectl automations resolve-paused --all-paused --decision cancel --reason \"runaway\" --yes",
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"rehearsal\" --yes");

    public override string Sentence(BreakerInput input, string subject) => $"{Decision(input)} every paused execution of {subject}";

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, BreakerInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.ResolvePausedExecutionsAsync(target, input.Decision!.Value, new ResolvePausedOptions { Reason = input.Reason }, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, BreakerInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var decision = input.Decision!.Value;
        ResolvePausedResult result;
        using (var rounds = call.BeginRounds(
                   $"asking ConductorOne to {Decision(input)} what {call.Target} has paused; it can take minutes",
                   token => PausedExecutions.CountAsync(client, call.Target, token, MostLookedAt)))
        {
            var options = new ResolvePausedOptions { Reason = input.Reason, Progress = rounds };
            result = await call.SendAsync(() =>
                client.ResolvePausedExecutionsAsync(call.Target, decision, options, cancellationToken: cancellationToken));
        }

        var accepted = Accepted(result, [.. Lines(call.Target, result)]) with
        {
            Decision = Decision(input),
            Totals = Totals(result),
            Status = result.Cause?.Details.StatusCode,
            ServiceMessage = result.Cause?.Details.ServiceMessage,
        };

        // Counts say that the work is done; only work that goes on in the background has an effect that comes later.
        return new OperationStep(accepted, result is { IsSettling: true, AcceptedAt: { } acceptedAt } ? Awaited(result, acceptedAt, Decision(input)) : null);
    }

    public override async Task<WaitReport> WaitAsync(
        ConductorOneClient client,
        AwaitedEffect effect,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var accepted = new ResolvePausedResult
        {
            Service = effect.Service,
            Target = effect.Target,
            Outcome = ControlOutcome.Applied,
            Decision = DecisionOf(effect) ?? PausedExecutionDecision.None,
            ResolvedCount = null,
            AcceptedAt = effect.AcceptedAt,
        };
        return effect.Judge(await client.WaitAsync(accepted, timeout, cancellationToken: cancellationToken), Backlog);
    }

    /// <summary>Where nothing is paused there is nothing to settle, and nothing to ask about.</summary>
    public override async Task<OperationExtent> FindExtentAsync(ConductorOneClient client, string target, CancellationToken cancellationToken)
    {
        var extent = await base.FindExtentAsync(client, target, cancellationToken);
        return extent with { IsNothing = extent.Text == "0" };
    }

    protected override string? Complaint(BreakerInput input) => input.Decision is null ? "'decision' is missing" : null;

    private static ResolvePausedTotalsReport Totals(ResolvePausedResult result) => new()
    {
        Resolved = result.ResolvedCount,
        Errored = result.ErroredCount,
        Rounds = result.Rounds.Count,
        LowerBound = result.IsLowerBound,
        CircuitBreakerTripped = result.IsCircuitBreakerTripped,
        BulkActionId = result.BulkActionId,
    };

    /// <summary>Says what it did, for somebody who has just been woken up.</summary>
    private static IEnumerable<string> Lines(string target, ResolvePausedResult result)
    {
        yield return Sentence(target, result);
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

    private static string Sentence(string target, ResolvePausedResult result)
    {
        var done = Participle(result.Decision);
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
