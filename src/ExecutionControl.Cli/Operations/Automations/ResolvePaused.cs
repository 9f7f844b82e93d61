using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Settles what a tripped circuit breaker paused.</summary>
internal sealed class ResolvePaused() : BreakerOperation(
    ControlOperations.ResolvePaused,
    new BreakerOptions("What becomes of the paused executions: run sends them on, cancel terminates them.", isRequired: true))
{
    public override string Sentence(BreakerInput input, string subject) => $"{Decision(input)} every paused execution of {subject}";

    public override Task<HttpRequestMessage> PlanAsync(ConductorOneClient client, BreakerInput input, string target, CancellationToken cancellationToken) =>
        client.Requests.ResolvePausedAsync(target, input.Decision!.Value, input.Reason, cancellationToken);

    public override async Task<OperationStep> ActAsync(ConductorOneClient client, BreakerInput input, TargetCall call, CancellationToken cancellationToken)
    {
        var decision = input.Decision!.Value;
        ResolvePausedResult result;
        using (var rounds = call.BeginRounds(
                   $"asking ConductorOne to {Decision(input)} the paused executions of {call.Target}; a large backlog can take minutes"))
        {
            result = await call.SendAsync(() => client.ResolvePausedAsync(call.Target, decision, input.Reason, rounds, cancellationToken));
        }

        var accepted = Accepted(result, [.. ResolvePausedText.Lines(call.Target, result)]) with
        {
            Decision = DecisionText.Name(result.Decision),
            Totals = Totals(result),
            Status = result.Cause?.Details.Status,
            ServiceMessage = result.Cause?.Details.ServiceMessage,
        };

        // Counts say that the work is done; only work that goes on in the background has an effect that comes later.
        return new OperationStep(accepted, result.AcceptedAt is { } acceptedAt ? Awaited(result, acceptedAt, Decision(input)) : null);
    }

    public override Task<WaitReport> WaitAsync(ConductorOneClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitForBacklogAsync(client, effect, timeout, cancellationToken);

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
}
