using System.CommandLine;
using ExecutionControl.Cli.Care;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations clear-breaker</c>: closes a tripped circuit breaker.</summary>
internal sealed class ClearBreakerCommand : ControlCommand
{
    private readonly ChoiceOption _decision = DecisionOption.Create(
        "What becomes of the paused executions, in the background: run sends them on, cancel terminates them. Default: they stay paused.",
        isRequired: false);

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for with --decision cancel.",
        HelpName = "text",
    };

    public ClearBreakerCommand(CommandHost host)
        : base(
            host,
            "clear-breaker",
            "Close an automation's tripped circuit breaker, so that new events start executions again.",
            new ControlOperation(ControlService.ConductorOne, "clear-breaker", "automation", IsRepeatable: false),
            TargetArgument.Text("automation-id", "automation", "The automation whose circuit breaker is closed."))
    {
        Add(_decision);
        Add(_reason);
        Wait = new WaitOptions(this);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations clear-breaker aut_runaway",
        "ectl automations clear-breaker aut_backlog --decision run --reason \"rule fixed\" --wait",
        "ectl --sandbox automations clear-breaker aut_runaway --decision cancel --reason rehearsal --dry-run",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.ParseResult.GetRequiredValue(Target);
        var decision = DecisionOption.In(context.ParseResult, _decision);
        var typed = context.ParseResult.GetValue(_reason);
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        var reason = decision == PausedExecutionDecision.Cancel ? await CancelReason.GetAsync(context, typed, cancellationToken) : typed;
        await Confirmation.AskAsync(context, QuestionAbout(client, target, decision), cancellationToken);
        var result = await context.CallAsync(() => client.ClearCircuitBreakerAsync(
            target,
            decision,
            string.IsNullOrWhiteSpace(reason) ? null : reason,
            cancellationToken));
        var accepted = Accepted(result, Sentence(target, decision, result)) with { Decision = decision is { } chosen ? DecisionText.Name(chosen) : null };
        return decision is null
            ? await WaitAsync(context, accepted, _ => SeeClosedAsync(context, client, target, cancellationToken), isTripped => isTripped ? "a breaker that tripped again" : "a closed breaker")
            : await WaitAsync(context, accepted, timeout => client.WaitForResolvedAsync(target, DateTimeOffset.MaxValue, timeout, cancellationToken), BacklogText.Of);
    }

    private static Question QuestionAbout(ConductorOneClient client, string target, PausedExecutionDecision? decision) => new(
        decision is { } chosen
            ? $"close the circuit breaker of automation {target} and {DecisionText.Name(chosen)} its paused executions"
            : $"close the circuit breaker of automation {target}",
        decision == PausedExecutionDecision.Cancel
            ? "no: cancelled executions stay terminated, and new events start executions again"
            : "no: new events start executions again until the breaker trips by itself")
    {
        ExtentTitle = "paused executions",
        Extent = token => PausedCount.OfAsync(client, target, token),
    };

    private static string Sentence(string target, PausedExecutionDecision? decision, ClearCircuitBreakerResult result) => (result, decision) switch
    {
        ({ Outcome: ControlOutcome.AlreadySo }, _) => $"Already so: the circuit breaker of {target} was not tripped; nothing was changed.",
        (_, { } chosen) when result.BulkActionId is { } id =>
            $"Applied: the circuit breaker of {target} is closed; its paused executions are being {DecisionText.Participle(chosen)} in the background (bulk action {id}).",
        (_, { }) => $"Applied: the circuit breaker of {target} is closed; it had no paused executions to settle.",
        _ => $"Applied: the circuit breaker of {target} is closed; executions that it paused stay paused.",
    };

    /// <summary>Without a decision nothing goes on in the background: one look shows whether the breaker stayed closed.</summary>
    private static async Task<WaitResult<bool>> SeeClosedAsync(
        CommandContext context,
        ConductorOneClient client,
        string target,
        CancellationToken cancellationToken)
    {
        var startedAt = context.TimeProvider.GetTimestamp();
        var automation = await client.GetAutomationAsync(target, cancellationToken);
        return new WaitResult<bool>(
            automation.IsCircuitBreakerTripped ? WaitOutcome.Contradicted : WaitOutcome.Verified,
            automation.IsCircuitBreakerTripped,
            context.TimeProvider.GetElapsedTime(startedAt));
    }
}
