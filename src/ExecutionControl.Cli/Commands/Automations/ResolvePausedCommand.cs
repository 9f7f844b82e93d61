using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations resolve-paused</c>: settles what a tripped circuit breaker paused.</summary>
internal sealed class ResolvePausedCommand(CommandHost host) : BreakerCommand(
    host,
    "Run or cancel every execution that an automation's circuit breaker paused, in as many rounds as it takes.",
    new ControlOperation(ControlService.ConductorOne, "resolve-paused", "automation", IsRepeatable: true),
    "The automation whose paused executions are settled.",
    DecisionOption.Create("What becomes of the paused executions: run sends them on, cancel terminates them.", isRequired: true))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway, ticket 4711\"",
        "ectl automations resolve-paused aut_runaway --decision run --output json",
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway\" --wait --timeout 10m",
        "ectl automations resolve-paused --all-tripped --decision cancel --reason \"runaway\" --yes",
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"rehearsal\"",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override Question QuestionAbout(ConductorOneClient client, BreakerInput input, string subject) => new(
        $"{DecisionText.Name(input.Decision!.Value)} every paused execution of {subject}",
        input.Decision == PausedExecutionDecision.Cancel
            ? "no: cancelled executions stay terminated"
            : "no: each can only be terminated by its own id, while it runs")
    {
        ExtentTitle = "paused executions",
        Extent = (automation, token) => PausedCount.OfAsync(client, automation, token),
    };

    protected override async Task<ControlStep> ActAsync(ControlTarget target, ConductorOneClient client, BreakerInput input, CancellationToken cancellationToken)
    {
        var decision = input.Decision!.Value;
        var context = target.Context;
        if (context.DryRun is null)
        {
            context.Reporter.Notice($"asking ConductorOne to {DecisionText.Name(decision)} the paused executions of {target.Id}; a large backlog can take minutes");
        }

        ResolvePausedResult result;
        using (var rounds = new RoundReporter(context.Reporter, context.TimeProvider, target.IsAlone ? null : target.Id))
        {
            result = await target.CallAsync(() => client.ResolvePausedAsync(target.Id, decision, input.Reason, rounds, cancellationToken));
        }

        var accepted = Accepted(result, [.. ResolvePausedText.Lines(target.Id, result)]) with
        {
            Decision = DecisionText.Name(result.Decision),
            Totals = Totals(result),
            Status = result.Cause?.Details.Status,
            ServiceMessage = result.Cause?.Details.ServiceMessage,
        };

        // Counts say that the work is done; only work that goes on in the background has an effect that comes later.
        return result.AcceptedAt is { } acceptedAt
            ? ControlStep.Of(accepted, (timeout, token) => client.WaitForResolvedAsync(target.Id, acceptedAt, timeout, token), BacklogText.Of)
            : new ControlStep(accepted);
    }

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
