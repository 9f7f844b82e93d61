using System.CommandLine;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that asks one service to change one target.</summary>
internal abstract class ControlCommand : EctlCommand
{
    private readonly ControlOperation _operation;

    protected ControlCommand(CommandHost host, string name, string description, ControlOperation operation, TargetArgument target)
        : base(host, name, description)
    {
        _operation = operation;
        Target = target;
        Add(target);
        Add(host.Options.DryRun);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected TargetArgument Target { get; }

    /// <summary>Set for a command whose effect comes later.</summary>
    protected WaitOptions? Wait { get; init; }

    protected override bool IsRepeatable => _operation.IsRepeatable;

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) => report with
    {
        Service = _operation.Service,
        Operation = _operation.Name,
        Target = Target.TextIn(parseResult),
    };

    /// <summary>The report of a call that the service accepted.</summary>
    /// <param name="result">What the client returned.</param>
    /// <param name="lines">What to tell a person; the first words say the outcome.</param>
    protected OutcomeReport Accepted(ControlResult result, params IReadOnlyList<string> lines) => new()
    {
        Outcome = result.Outcome switch
        {
            ControlOutcome.AlreadySo => ReportedOutcome.AlreadySo,
            ControlOutcome.Partial => ReportedOutcome.Partial,
            _ => ReportedOutcome.Applied,
        },
        ExitCode = ExitCodeMapping.Of(result),
        SafeToRepeat = _operation.IsRepeatable,
        Lines = lines,
        RequestId = result.RequestId,
        Attempts = result.Attempts,
        Settling = result.IsSettling,
    };

    /// <summary>Waits for the effect of an accepted call when that was asked for. What happens meanwhile takes nothing from the acceptance.</summary>
    /// <param name="context">The command.</param>
    /// <param name="accepted">The report of the call.</param>
    /// <param name="wait">Waits at most so long.</param>
    /// <param name="describe">A state in words; empty when none was seen.</param>
    protected async Task<OutcomeReport> WaitAsync<TState>(
        CommandContext context,
        OutcomeReport accepted,
        Func<TimeSpan, Task<WaitResult<TState>>> wait,
        Func<TState, string> describe)
    {
        if (Wait?.TimeoutIn(context.ParseResult) is not { } timeout || accepted.Outcome == ReportedOutcome.Partial)
        {
            return accepted;
        }

        var subject = $"{_operation.TargetKind} {Target.TextIn(context.ParseResult)}";
        var startedAt = context.TimeProvider.GetTimestamp();
        context.Reporter.Notice($"accepted; waiting for the effect on {subject}, at most {DurationText.Of(timeout)}");
        try
        {
            var result = await wait(timeout);
            var state = describe(result.State);
            return WaitText.Add(accepted, subject, new WaitReport(
                result.Outcome, state.Length > 0 ? state : null, Math.Round(result.Elapsed.TotalSeconds, 3), result.LastFailure?.Message));
        }
        catch (Exception exception) when (exception is ControlCallException || (exception is OperationCanceledException && context.Signalled is not null))
        {
            var elapsed = context.TimeProvider.GetElapsedTime(startedAt);
            var failure = exception is ControlCallException ? exception.Message : "the waiting was interrupted.";
            var report = WaitText.Add(accepted, subject, new WaitReport(WaitOutcome.StillInFlight, null, Math.Round(elapsed.TotalSeconds, 3), failure));
            return exception is ControlCallException ? report : report with { ExitCode = context.Signalled!.Value };
        }
    }
}
