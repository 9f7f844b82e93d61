using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Runs;

/// <summary><c>ectl runs export</c>: every row as JSON lines, for an auditor.</summary>
internal sealed class RunExportCommand : EctlCommand
{
    private readonly Argument<string?> _run = RunArgument.Create("all");

    public RunExportCommand(CommandHost host)
        : base(
            host,
            "export",
            "Print every row of the journal as a line of JSON, the oldest first, with its hash: for an auditor, who needs nothing but SHA-256.")
    {
        Add(_run);
        Add(host.Options.Journal);
    }

    public override IReadOnlyList<string> Examples { get; } =
        ["ectl runs export > audit.jsonl", "ectl --sandbox freeze --reason drill --yes && ectl --sandbox runs export | head -1"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
        [ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.NotFound, ExitCode.Partial, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var journal = context.Journal is { } place
            ? await place.OpenExistingAsync(cancellationToken)
            : null;
        var run = context.ParseResult.GetValue(_run) is { } id ? await JournalPlace.FindAsync(journal, context.Next, id, _ => true, cancellationToken) : null;
        if (journal is not null)
        {
            var damaged = new DamagedRuns(context.Reporter, context.Next);
            await using var output = new TextStream(context.Streams.Output);
            await JournalExport.WriteAsync(journal, output, run?.Id, damaged.Add, cancellationToken);
            context.End(damaged.IsAny ? ExitCode.Partial : ExitCode.Success);
        }

        return null;
    }
}
