using System.CommandLine;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Targets;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that asks one service to change one target or several.</summary>
internal abstract class ControlCommand : EctlCommand
{
    private readonly ParallelOption _parallel = new();

    protected ControlCommand(CommandHost host, string name, string description, ControlOperation operation, TargetArgument target)
        : base(host, name, description)
    {
        Operation = operation;
        Target = target;
        target.TakeLiterally(host.Literals);
        Add(target);
        Add(host.Options.DryRun);
        Add(_parallel);
    }

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    /// <summary>The exit codes of a command whose effect can be waited for.</summary>
    protected static IReadOnlyList<ExitCode> ExitCodesOfWaiting { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused,
        ExitCode.Partial, ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected ControlOperation Operation { get; }

    protected TargetArgument Target { get; }

    /// <summary>Set for a command whose effect comes later.</summary>
    protected WaitOptions? Wait { get; init; }

    protected override bool IsChange => true;

    protected override bool IsRepeatable => Operation.IsRepeatable;

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) => report with
    {
        Service = ServiceDefinition.JsonNameOf(Operation.Service),
        Operation = Operation.Name,
        Target = report.Target ?? Target.OnlyOneIn(parseResult),
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
        SafeToRepeat = Operation.IsRepeatable,
        Lines = lines,
        RequestId = result.RequestId,
        Attempts = result.Attempts,
        Settling = result.IsSettling,
    };

    /// <summary>Acts on targets, one or several, and reports.</summary>
    /// <param name="context">The command.</param>
    /// <param name="selection">The targets.</param>
    /// <param name="act">Acts on one of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The report of the one target, or null when all of them are reported.</returns>
    protected async Task<OutcomeReport?> ActAsync(
        CommandContext context,
        TargetSelection selection,
        Func<ControlTarget, CancellationToken, Task<ControlStep>> act,
        CancellationToken cancellationToken)
    {
        var timeout = Wait?.TimeoutIn(context.ParseResult);
        if (selection is { IsSingle: true, Ids: [var id] })
        {
            context.Target = id;
            var step = await act(new ControlTarget(context, id, isAlone: true), cancellationToken);
            if (timeout is not { } limit || !step.CanWait)
            {
                return step.Report;
            }

            var subject = Operation.Subject([id]);
            context.Reporter.Notice($"accepted; waiting for the effect on {subject}, at most {DurationText.Of(limit)}");
            var wait = new EffectWait(context, subject, step);
            await wait.WaitAsync(limit, CancellationToken.None, cancellationToken);
            return wait.Report;
        }

        var plan = new TargetRunPlan(Operation, selection.Ids, act, (report, target) => Identify(
            report with { Target = target, Sandbox = context.IsSandbox, Account = AccountReport.Of(context.Account) },
            context.ParseResult))
        {
            // A dry run keeps one request at a time.
            Parallel = context.DryRun is null ? _parallel.In(context.ParseResult) : 1,
            Timeout = timeout,
        };
        context.End(await new TargetRun(context, plan, WriterFor(context, selection.Ids)).RunAsync(cancellationToken));
        return null;
    }

    private ITargetWriter WriterFor(CommandContext context, IReadOnlyList<string> ids) => context.Reporter.Format switch
    {
        OutputFormat.Json => new JsonTargetWriter(ids.Count, (tally, targets) => Finish(context, tally, targets)),
        OutputFormat.JsonLines => new JsonLinesTargetWriter(context.Reporter),
        _ => new TableTargetWriter(context.Reporter, context.Streams.OutputStyle, ids, Operation.TargetKind),
    };

    private void Finish(CommandContext context, OutcomeTally tally, IReadOnlyList<OutcomeReport> targets) => context.Reporter.Finish(
        JsonSerializer.Serialize(
            new OutcomeListReport
            {
                Outcome = tally.Outcome,
                ExitCode = tally.ExitCode,
                SafeToRepeat = tally.IsSafeToRepeat,
                Message = tally.Sentence(Operation.TargetKind),
                Service = Operation.Service,
                Operation = Operation.Name,
                Sandbox = context.IsSandbox,
                Account = AccountReport.Of(context.Account),
                Count = tally.Count,
                Targets = targets,
                Warnings = context.Reporter.Warnings,
            },
            OutcomeJsonContext.Readable.OutcomeListReport),
        tally.ExitCode);
}
