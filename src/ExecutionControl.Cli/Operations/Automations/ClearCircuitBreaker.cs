using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Closes a tripped circuit breaker.</summary>
internal sealed class ClearCircuitBreaker() : BreakerOperation(
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
        client.Requests.ClearCircuitBreakerAsync(target, input.Decision, new ClearCircuitBreakerOptions { Reason = input.Reason }, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, BreakerInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var options = new ClearCircuitBreakerOptions { Reason = input.Reason };
        var result = await call.SendAsync(() =>
            client.ClearCircuitBreakerAsync(call.Target, input.Decision, options, cancellationToken: cancellationToken));
        return new OperationStep(
            Accepted(result, Sentence(call.Target, input.Decision, result)),
            Awaited(result, result.AcceptedAt, Decision(input)));
    }

    public override async Task<WaitReport> WaitAsync(
        ConductorOneClient client,
        AwaitedEffect effect,
        TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var accepted = new ClearCircuitBreakerResult
        {
            Service = effect.Service,
            Target = effect.Target,
            Outcome = ControlOutcome.Applied,
            Decision = DecisionOf(effect),
            AcceptedAt = effect.AcceptedAt,
        };
        return effect.Judge(await client.WaitAsync(accepted, timeout, cancellationToken: cancellationToken), state => state switch
        {
            { Backlog: { } backlog } => Backlog(backlog),
            { IsTripped: true } => "a breaker that tripped again",
            { IsTripped: false } => "a closed breaker",
            _ => string.Empty,
        });
    }

    private static string Sentence(string target, PausedExecutionDecision? decision, ClearCircuitBreakerResult result) => (result, decision) switch
    {
        ({ Outcome: ControlOutcome.AlreadySo }, _) => $"Already so: the circuit breaker of {target} was not tripped; nothing was changed.",
        (_, { } chosen) when result.BulkActionId is { } id =>
            $"Applied: the circuit breaker of {target} is closed; its paused executions are being {Participle(chosen)} in the background "
            + $"(bulk action {id}).",
        (_, { }) => $"Applied: the circuit breaker of {target} is closed; it had no paused executions to settle.",
        _ => $"Applied: the circuit breaker of {target} is closed; executions that it paused stay paused.",
    };
}
