using System.CommandLine;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs show</c>: how a run stands, and what became of each target.</summary>
internal sealed class RunShowCommand : EctlCommand
{
    private static readonly string[] Outcomes = ["applied", "already-so", "partial", "refused", "not-applied", "unknown", "not-sent"];

    private readonly Argument<string?> _run = RunArgument.Create("the newest");
    private readonly Option<bool> _targets = new("--targets") { Description = "Show the targets, too." };
    private readonly ChoiceOption _outcome = new("--outcome", Outcomes) { Description = "Show the targets that came to this." };

    public RunShowCommand(CommandHost host)
        : base(host, "show", "Show a run: what it was for, how many targets came to what, and how many are left.")
    {
        Add(_run);
        Add(_targets);
        Add(_outcome);
        Add(host.Options.Journal);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox runs show --targets",
        "ectl executions pause --all --plan - | ectl apply - --yes && ectl runs show --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.NotFound, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = context.Journal is { } place
            ? await place.OpenExistingAsync(cancellationToken)
            : null;
        var run = await JournalPlace.FindAsync(journal, context.Next, context.ParseResult.GetValue(_run), _ => true, cancellationToken);
        var targets = TargetsOf(context, journal!, run, cancellationToken);
        switch (context.Reporter.Format)
        {
            case OutputFormat.Json:
                var listed = targets is null ? null : await targets.Select(target => TargetReport.Of(target, context.IsSandbox)).ToListAsync(cancellationToken);
                context.Reporter.Print(JsonSerializer.Serialize(
                    RunKinds.Run.Answer(run, context.IsSandbox) with { Targets = listed }, RunKinds.Run.Type));
                break;
            case OutputFormat.JsonLines:
                context.Reporter.Print(JsonSerializer.Serialize(RunKinds.Run.Answer(run, context.IsSandbox), RunKinds.Run.Type));
                await foreach (var target in targets ?? AsyncEnumerable.Empty<RunTarget>())
                {
                    context.Reporter.Print(JsonSerializer.Serialize(
                        TargetReport.Of(target, context.IsSandbox), OutcomeJsonContext.Readable.OutcomeReport));
                }

                break;
            default:
                await PrintAsync(context, run, targets);
                break;
        }

        return null;
    }

    private static async Task PrintAsync(CommandContext context, RunRecord run, IAsyncEnumerable<RunTarget>? targets)
    {
        context.Reporter.Print(string.Join(
            Environment.NewLine, ItemView.Lines(RunKinds.Run, run, context.Streams.OutputStyle, context.TimeProvider.GetUtcNow())));
        if (targets is not null)
        {
            context.Reporter.Print(string.Empty);
            using var output = new RedactedWriter(context.Streams.Output, context.Reporter.Redact);
            var table = new Table<RunTarget>(output, context.Streams.OutputStyle, Columns(), context.TimeProvider.GetUtcNow);
            await foreach (var target in targets)
            {
                table.Add(target);
            }

            table.Flush();
        }

        if (run.Counts.Left > 0 || run.Counts.NotApplied > 0)
        {
            context.Reporter.Suggest($"To go on: {context.Next.OfRuns($"runs resume {run.Id}")}", isNotice: true);
        }
    }

    private static IReadOnlyList<TableColumn<RunTarget>> Columns() =>
    [
        new("Target", target => target.Planned.Id) { IsId = true },
        new("Operation", target => target.Planned.Operation.Id),
        new("Outcome", WordOf, ToneOf),
        new("Before", target => target.Planned.State),
        new("Message", target => target.Result?.Message is { } message ? VerdictText.WithoutVerdict(message) : null),
    ];

    private static string WordOf(RunTarget target) => target switch
    {
        { Status: RunTargetStatus.Pending } => "left",
        { Result: { } result } => OutcomeWord.Of(TargetReport.OutcomeOf(result.Outcome), TargetReport.ExitCodeOf(result)),
        _ => "begun",
    };

    private static Tone ToneOf(RunTarget target) => target.Result is { } result ? VerdictText.ToneOf(TargetReport.ExitCodeOf(result)) : Tone.Held;

    private IAsyncEnumerable<RunTarget>? TargetsOf(CommandContext context, IRunJournal journal, RunRecord run, CancellationToken cancellationToken)
    {
        var outcome = context.ParseResult.GetValue(_outcome) is { } text
            ? new HashSet<TargetOutcome> { Enum.Parse<TargetOutcome>(text.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true) }
            : null;
        return outcome is null && !context.ParseResult.GetValue(_targets)
            ? null
            : journal.ListTargetsAsync(run.Id, new RunTargetFilter { Outcomes = outcome }, cancellationToken);
    }
}
