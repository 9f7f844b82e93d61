using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.History;

/// <summary><c>ectl history</c>: what was done, by whom, when, why and with which outcome.</summary>
internal sealed class HistoryCommand : ListCommand<HistoryRow, HistoryDocument>
{
    private static readonly string[] Outcomes = ["applied", "already-so", "partial", "refused", "not-applied", "unknown", "not-sent"];
    private static readonly string[] Operations = [.. ControlOperations.All.Where(operation => operation.ChangesState).Select(operation => operation.Id)];

    private readonly ItemFilter<HistoryRow> _filter = new(RunKinds.History.Facts, "done", null);
    private readonly ChoiceOption _service;
    private readonly ChoiceOption _operation = new("--operation", Operations) { Description = "Keep what was done by this operation.", HelpName = "operation" };
    private readonly ChoiceOption _outcome = new("--outcome", Outcomes) { Description = "Keep what came to this." };
    private readonly Option<string> _target = new("--target") { Description = "Keep what was done to the target with this id.", HelpName = "id" };
    private readonly Option<string> _run = new("--run") { Description = "Keep what was done by this run.", HelpName = "run" };

    public HistoryCommand(CommandHost host)
        : base(host, "List what was done, the newest first: when, by whom, to what, why, with which outcome, and how to undo it.", RunKinds.History, "history")
    {
        _service = new ChoiceOption("--service", host.Services.Names) { Description = "Keep what was done at this service." };
        AddAll([_service, _operation, _target, _outcome, _run, .. _filter.Options, host.Options.Journal]);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl history",
        "ectl history --since 2h --outcome unknown",
        "ectl history --service kubiya --operation executions.pause --output json",
        "ectl --sandbox history --limit 5",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = JournalListExitCodes.All;

    /// <summary>The option that names a run, for completion.</summary>
    public Option<string> Run => _run;

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = context.Journal is { } place
            ? await place.OpenExistingAsync(cancellationToken)
            : null;
        if (journal is null)
        {
            return await PrintAsync(context, AsyncEnumerable.Empty<HistoryRow>(), cancellationToken);
        }

        var typed = context.ParseResult;
        var run = typed.GetValue(_run) is { } id ? await JournalPlace.FindAsync(journal, context.Next, id, _ => true, cancellationToken) : null;
        var damaged = new DamagedRuns(context.Reporter, context.Next);
        var filter = new HistoryFilter
        {
            Damaged = damaged.Add,
            RunId = run?.Id,
            Service = ServiceIn(typed),
            Operation = typed.GetValue(_operation)?.ToLowerInvariant(),
            Target = typed.GetValue(_target),
            Outcomes = OutcomeIn(typed) is { } outcome ? new HashSet<TargetOutcome> { outcome } : null,
        };
        return await PrintAsync(
            context,
            _filter.Keep(journal.ListHistoryAsync(filter, cancellationToken), typed, context.TimeProvider.GetUtcNow()),
            cancellationToken,
            () => damaged.IsAny);
    }

    private ControlService? ServiceIn(ParseResult typed) =>
        typed.GetValue(_service) is { } name && Host.Services.Find(name) is { } module
        && Enum.TryParse<ControlService>(module.Definition.DisplayName, out var service)
            ? service
            : null;

    private TargetOutcome? OutcomeIn(ParseResult typed) => typed.GetValue(_outcome) is { } text
        ? Enum.Parse<TargetOutcome>(text.Replace("-", string.Empty, StringComparison.Ordinal), ignoreCase: true)
        : null;
}
