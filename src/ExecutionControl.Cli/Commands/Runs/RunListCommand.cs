using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs list</c>.</summary>
internal sealed class RunListCommand : ListCommand<RunRecord, RunDocument>
{
    private readonly ItemFilter<RunRecord> _filter = new(RunKinds.Run.Facts, "made", null);
    private readonly Option<bool> _unfinished = new("--unfinished") { Description = "Keep those with targets that are not done." };
    private readonly Option<bool> _commands = new("--commands") { Description = "List single commands, too." };

    public RunListCommand(CommandHost host)
        : base(host, "List the runs, the newest first, and how far each is.", RunKinds.Run) =>
        AddAll([_unfinished, _commands, .. _filter.Options, host.Options.Journal]);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl runs list",
        "ectl runs list --unfinished --output name",
        "ectl --sandbox runs list --since 1d --output json",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = JournalListExitCodes.All;

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = context.Journal is { } place
            ? await place.OpenExistingAsync(cancellationToken)
            : null;
        var damaged = new DamagedRuns(context.Reporter, context.Next);
        var filter = new RunFilter
        {
            Damaged = damaged.Add,
            IsUnfinished = context.ParseResult.GetValue(_unfinished),
            WithCommands = context.ParseResult.GetValue(_commands),
        };
        return await PrintAsync(
            context,
            _filter.Keep(
                journal?.ListAsync(filter, cancellationToken) ?? AsyncEnumerable.Empty<RunRecord>(), context.ParseResult, context.TimeProvider.GetUtcNow()),
            cancellationToken,
            () => damaged.IsAny);
    }
}
