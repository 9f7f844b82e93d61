using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations resolve-paused</c>: settles what a tripped circuit breaker paused.</summary>
internal sealed class ResolvePausedCommand : ControlCommand
{
    private readonly ChoiceOption _decision = new("--decision", ["run", "cancel"])
    {
        Description = "What becomes of the paused executions: run sends them on, cancel terminates them.",
        Required = true,
    };

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. People expect one with cancel.",
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
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations resolve-paused aut_123 --decision cancel --reason \"runaway, ticket 4711\"",
        "ectl automations resolve-paused aut_123 --decision run --output json",
        "ectl --sandbox automations resolve-paused aut_runaway --decision cancel --reason \"rehearsal\"",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        var chosen = DecisionIn(context.ParseResult);
        var why = context.ParseResult.GetValue(_reason) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
        if (chosen == PausedExecutionDecision.Cancel && why is null && context.FindProfileThatRequiresReason() is { } profile)
        {
            throw new NotSentException(ExitCode.NotSent, $"Profile {profile.Name} wants a reason for cancelling: add --reason. Nothing was sent.");
        }

        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        if (chosen == PausedExecutionDecision.Cancel && why is null)
        {
            context.Reporter.Warn("cancelling without --reason: ConductorOne's audit log will not say why.");
        }

        context.Reporter.Notice($"asking ConductorOne to {DecisionText.Name(chosen)} the paused executions of {target}; a large backlog can take minutes");
        var result = await context.CallAsync(() => client.ResolvePausedAsync(
            target,
            chosen,
            why,
            new RoundReporter(context.Reporter),
            cancellationToken));
        return Accepted(result, [.. ResolvePausedText.Lines(target, result)]) with
        {
            Decision = DecisionText.Name(result.Decision),
            Totals = Totals(result),
            Status = result.Cause?.Details.Status,
            ServiceMessage = result.Cause?.Details.ServiceMessage,
        };
    }

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult)
    {
        var identified = base.Identify(report, parseResult);
        return parseResult.Errors.Count > 0 ? identified : identified with { Decision = DecisionText.Name(DecisionIn(parseResult)) };
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

    private PausedExecutionDecision DecisionIn(ParseResult parseResult) =>
        string.Equals(parseResult.GetRequiredValue(_decision), "run", StringComparison.OrdinalIgnoreCase)
            ? PausedExecutionDecision.Run
            : PausedExecutionDecision.Cancel;
}
