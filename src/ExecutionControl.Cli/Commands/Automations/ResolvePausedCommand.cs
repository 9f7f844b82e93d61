using System.CommandLine;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations resolve-paused</c>: settles what a tripped circuit breaker paused.</summary>
internal sealed class ResolvePausedCommand : ControlCommand
{
    private readonly ChoiceOption _decision = DecisionOption.Create(
        "What becomes of the paused executions: run sends them on, cancel terminates them.",
        isRequired: true);

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for with --decision cancel.",
        HelpName = "text",
    };

    public ResolvePausedCommand(CommandHost host)
        : base(
            host,
            "resolve-paused",
            "Run or cancel every execution that an automation's circuit breaker paused, in as many rounds as it takes.",
            new ControlOperation(ControlService.ConductorOne, "resolve-paused", "automation", IsRepeatable: true),
            TargetArgument.Text("automation-id", "automation", "The automation whose paused executions are settled."))
    {
        Add(_decision);
        Add(_reason);
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway, ticket 4711\"",
        "ectl automations resolve-paused aut_runaway --decision run --output json",
        "ectl automations resolve-paused aut_runaway --decision cancel --reason \"runaway\" --wait --timeout 10m",
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"rehearsal\"",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        var chosen = DecisionIn(context.ParseResult);
        var typed = context.ParseResult.GetValue(_reason);
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        var reason = chosen == PausedExecutionDecision.Cancel ? await CancelReason.GetAsync(context, typed, cancellationToken) : typed;
        await Confirmation.AskAsync(context, QuestionAbout(client, target, chosen), cancellationToken);
        context.Reporter.Notice($"asking ConductorOne to {DecisionText.Name(chosen)} the paused executions of {target}; a large backlog can take minutes");
        ResolvePausedResult result;
        using (var rounds = new RoundReporter(context.Reporter, context.TimeProvider))
        {
            result = await context.CallAsync(() => client.ResolvePausedAsync(
                target,
                chosen,
                string.IsNullOrWhiteSpace(reason) ? null : reason,
                rounds,
                cancellationToken));
        }

        var accepted = Accepted(result, [.. ResolvePausedText.Lines(target, result)]) with
        {
            Decision = DecisionText.Name(result.Decision),
            Totals = Totals(result),
            Status = result.Cause?.Details.Status,
            ServiceMessage = result.Cause?.Details.ServiceMessage,
        };

        // Counts say that the work is done; only work that goes on in the background has an effect that comes later.
        return result.AcceptedAt is { } acceptedAt
            ? await WaitAsync(context, accepted, timeout => client.WaitForResolvedAsync(target, acceptedAt, timeout, cancellationToken), BacklogText.Of)
            : accepted;
    }

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult)
    {
        var identified = base.Identify(report, parseResult);
        return parseResult.Errors.Count > 0 ? identified : identified with { Decision = DecisionText.Name(DecisionIn(parseResult)) };
    }

    private static Question QuestionAbout(ConductorOneClient client, string target, PausedExecutionDecision decision) => new(
        $"{DecisionText.Name(decision)} every paused execution of automation {target}",
        decision == PausedExecutionDecision.Cancel
            ? "no: cancelled executions stay terminated"
            : "no: each can only be terminated by its own id, while it runs")
    {
        ExtentTitle = "paused executions",
        Extent = token => PausedCount.OfAsync(client, target, token),
    };

    private static ResolvePausedTotalsReport Totals(ResolvePausedResult result) => new()
    {
        Resolved = result.ResolvedCount,
        Errored = result.ErroredCount,
        Rounds = result.Rounds.Count,
        LowerBound = result.IsLowerBound,
        CircuitBreakerTripped = result.IsCircuitBreakerTripped,
        BulkActionId = result.BulkActionId,
    };

    private PausedExecutionDecision DecisionIn(ParseResult parseResult) =>
        DecisionOption.In(parseResult, _decision) ?? throw new InvalidOperationException("The decision was not checked.");
}
