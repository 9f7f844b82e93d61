using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Closes a tripped circuit breaker.</summary>
/// <param name="clock">The clock, for a look at the breaker.</param>
internal sealed class ClearCircuitBreaker(TimeProvider clock) : BreakerOperation(
    ControlOperations.ClearCircuitBreaker,
    "What becomes of the paused executions, in the background: run sends them on, cancel terminates them. Default: they stay paused.",
    isRequired: false)
{
    public override OperationHelp Help { get; } = new(
        "Close an automation's tripped circuit breaker, so that new events start executions again.",
        "The automation whose circuit breaker is closed.",
        "ectl automations clear-breaker aut_runaway",
        "ectl automations clear-breaker aut_backlog --decision run --reason \"rule fixed\" --wait",
        "ectl automations clear-breaker aut_runaway aut_backlog --yes --output json",
        "ectl --sandbox automations clear-breaker aut_runaway --decision cancel --reason rehearsal --dry-run");

    public override string Sentence(BreakerInput input, string subject) => input.Decision is null
        ? $"close the circuit breaker of {subject}"
        : $"close the circuit breaker of {subject} and {Decision(input)} its paused executions";

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, BreakerInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.ClearCircuitBreakerAsync(target, input.Decision, input.Reason, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, BreakerInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var result = await call.SendAsync(() => client.ClearCircuitBreakerAsync(call.Target, input.Decision, input.Reason, cancellationToken));
        return new OperationStep(
            Accepted(result, Sentence(call.Target, input.Decision, result)),
            Awaited(result, result.AcceptedAt, Decision(input)));
    }

    /// <summary>With a decision the backlog is what comes later; executions that a breaker pauses that trips again are none of it.</summary>
    public override async Task<WaitReport> WaitAsync(ConductorOneClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        effect.Goal?.Kind == ControlGoalKind.PausedBacklog
            ? await WaitForBacklogAsync(client, effect, timeout, cancellationToken)
            : effect.Judge(await SeeClosedAsync(client, effect.Target, timeout, cancellationToken), isTripped => isTripped switch
            {
                true => "a breaker that tripped again",
                false => "a closed breaker",
                null => string.Empty,
            });

    private static string Sentence(string target, PausedExecutionDecision? decision, ClearCircuitBreakerResult result) => (result, decision) switch
    {
        ({ Outcome: ControlOutcome.AlreadySo }, _) => $"Already so: the circuit breaker of {target} was not tripped; nothing was changed.",
        (_, { } chosen) when result.BulkActionId is { } id =>
            $"Applied: the circuit breaker of {target} is closed; its paused executions are being {Participle(chosen)} in the background "
            + $"(bulk action {id}).",
        (_, { }) => $"Applied: the circuit breaker of {target} is closed; it had no paused executions to settle.",
        _ => $"Applied: the circuit breaker of {target} is closed; executions that it paused stay paused.",
    };

    /// <summary>Without a decision nothing goes on in the background: one look shows whether the breaker stayed closed.</summary>
    private async Task<WaitResult<bool?>> SeeClosedAsync(ConductorOneClient client, string target, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        using var timeUp = timeout > TimeSpan.Zero ? new CancellationTokenSource(timeout, clock) : new CancellationTokenSource();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            var automation = await client.GetAutomationAsync(target, linked.Token);
            return new WaitResult<bool?>
            {
                Outcome = automation.IsCircuitBreakerTripped ? WaitOutcome.Contradicted : WaitOutcome.Verified,
                State = automation.IsCircuitBreakerTripped,
                Elapsed = clock.GetElapsedTime(startedAt),
            };
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new WaitResult<bool?> { Outcome = WaitOutcome.StillInFlight, State = null, Elapsed = clock.GetElapsedTime(startedAt) };
        }
    }
}
