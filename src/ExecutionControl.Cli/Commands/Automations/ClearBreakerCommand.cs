using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations clear-breaker</c>: closes a tripped circuit breaker.</summary>
internal sealed class ClearBreakerCommand(CommandHost host) : BreakerCommand(
    host,
    "Close an automation's tripped circuit breaker, so that new events start executions again.",
    new ControlOperation(ControlService.ConductorOne, "clear-breaker", "automation", IsRepeatable: false),
    "The automation whose circuit breaker is closed.",
    DecisionOption.Create(
        "What becomes of the paused executions, in the background: run sends them on, cancel terminates them. Default: they stay paused.",
        isRequired: false))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations clear-breaker aut_runaway",
        "ectl automations clear-breaker aut_backlog --decision run --reason \"rule fixed\" --wait",
        "ectl automations clear-breaker aut_runaway aut_backlog --output json",
        "ectl --sandbox automations clear-breaker aut_runaway --decision cancel --reason rehearsal --dry-run",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes => ExitCodesOfWaiting;

    protected override Question QuestionAbout(ConductorOneClient client, BreakerInput input, string subject) => new(
        input.Decision is { } chosen
            ? $"close the circuit breaker of {subject} and {DecisionText.Name(chosen)} its paused executions"
            : $"close the circuit breaker of {subject}",
        input.Decision == PausedExecutionDecision.Cancel
            ? "no: cancelled executions stay terminated, and new events start executions again"
            : "no: new events start executions again until the breaker trips by itself")
    {
        ExtentTitle = "paused executions",
        Extent = (automation, token) => PausedCount.OfAsync(client, automation, token),
    };

    protected override async Task<ControlStep> ActAsync(ControlTarget target, ConductorOneClient client, BreakerInput input, CancellationToken cancellationToken)
    {
        var result = await target.CallAsync(() => client.ClearCircuitBreakerAsync(target.Id, input.Decision, input.Reason, cancellationToken));
        var accepted = Accepted(result, Sentence(target.Id, input.Decision, result));

        // With a decision the backlog is what comes later; executions that a breaker pauses that trips again are none of it.
        return input.Decision is null
            ? ControlStep.Of(
                accepted,
                (timeout, token) => SeeClosedAsync(target.Context, client, target.Id, timeout, token),
                isTripped => isTripped switch
                {
                    true => "a breaker that tripped again",
                    false => "a closed breaker",
                    null => string.Empty,
                })
            : ControlStep.Of(accepted, (timeout, token) => client.WaitForResolvedAsync(target.Id, result.AcceptedAt, timeout, token), BacklogText.Of);
    }

    private static string Sentence(string target, PausedExecutionDecision? decision, ClearCircuitBreakerResult result) => (result, decision) switch
    {
        ({ Outcome: ControlOutcome.AlreadySo }, _) => $"Already so: the circuit breaker of {target} was not tripped; nothing was changed.",
        (_, { } chosen) when result.BulkActionId is { } id =>
            $"Applied: the circuit breaker of {target} is closed; its paused executions are being {DecisionText.Participle(chosen)} in the background (bulk action {id}).",
        (_, { }) => $"Applied: the circuit breaker of {target} is closed; it had no paused executions to settle.",
        _ => $"Applied: the circuit breaker of {target} is closed; executions that it paused stay paused.",
    };

    /// <summary>Without a decision nothing goes on in the background: one look shows whether the breaker stayed closed.</summary>
    private static async Task<WaitResult<bool?>> SeeClosedAsync(
        CommandContext context,
        ConductorOneClient client,
        string target,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var startedAt = context.TimeProvider.GetTimestamp();
        using var timeUp = timeout > TimeSpan.Zero ? new CancellationTokenSource(timeout, context.TimeProvider) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            var automation = await client.GetAutomationAsync(target, linked.Token);
            return new WaitResult<bool?>(
                automation.IsCircuitBreakerTripped ? WaitOutcome.Contradicted : WaitOutcome.Verified,
                automation.IsCircuitBreakerTripped,
                context.TimeProvider.GetElapsedTime(startedAt));
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WaitResult<bool?>(WaitOutcome.StillInFlight, null, context.TimeProvider.GetElapsedTime(startedAt));
        }
    }
}
