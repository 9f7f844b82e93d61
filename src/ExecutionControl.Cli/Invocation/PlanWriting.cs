using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>Writes what a command would do into a plan, in place of doing it: the targets with the states in which they are seen.</summary>
/// <param name="context">The command.</param>
/// <param name="client">The client of its service.</param>
internal sealed class PlanWriting(CommandContext context, IDisposable client)
{
    private const int LooksAtOnce = 8;

    /// <summary>Writes the plan of one operation.</summary>
    /// <param name="file">The file, or - for standard output.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input; null where it takes none.</param>
    /// <param name="selection">The targets.</param>
    /// <param name="cancellationToken">Cancels it; then there is no such file.</param>
    public async Task<OutcomeReport?> WriteAsync(
        string file, ControlOperation operation, string? input, TargetSelection selection, CancellationToken cancellationToken)
    {
        var (header, targets) = Plan(operation, input, selection);
        return await WriteAsync(context, file, header, await LookAsync(targets, header, cancellationToken), cancellationToken);
    }

    /// <summary>The plan of one operation, with the states that are known already.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input; null where it takes none.</param>
    /// <param name="selection">The targets.</param>
    public (PlanHeader Header, List<PlannedTarget> Targets) Plan(ControlOperation operation, string? input, TargetSelection selection)
    {
        var account = PlannedAccount.Of(context.Account!);
        var header = new PlanHeader
        {
            CreatedAt = context.TimeProvider.GetUtcNow(),
            Accounts = [account],
            Title = UsageError.PathOf(context.ParseResult.CommandResult.Command),
            Reason = HistoryNotes.ReasonIn(input),
        };
        List<PlannedTarget> targets =
        [
            .. selection.Ids.Select(id => new PlannedTarget
            {
                Operation = operation,
                Account = account.Name,
                Id = id,
                Input = input,
                State = selection.States.GetValueOrDefault(id),
            }),
        ];
        return (header, targets);
    }

    /// <summary>Writes a plan, and says so.</summary>
    public static async Task<OutcomeReport?> WriteAsync(
        CommandContext context, string file, PlanHeader header, IReadOnlyList<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        var contents = new PlanContents();
        foreach (var target in targets)
        {
            contents.Add(target);
        }

        if (file == PlanFile.Standard)
        {
            await using var output = new TextStream(context.Streams.Output);
            var written = await PlanFile.WriteAsync(output, header, targets.ToAsyncEnumerable(), cancellationToken);
            context.Reporter.Notice($"planned: {contents.Sentence} ({written.Digest}); nothing was sent");
            context.End(ExitCode.Success);
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(context.WorkingFolder, file));
        var summary = await PlanFile.WriteAsync(path, header, targets.ToAsyncEnumerable(), cancellationToken);
        return new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Target = targets is [var only] ? only.Id : null,
            Plan = new WrittenPlan(path, summary.Count, summary.Digest),
            Lines =
            [
                $"Planned: {contents.Sentence}. Nothing was sent.",
                $"The plan is in {PlainText.OneLine(file)}, {summary.Digest}.",
                $"To carry it out: ectl {context.AccountWords}apply {PlainText.OneLine(file)}",
            ],
        };
    }

    /// <summary>Adds the states that are not known yet.</summary>
    /// <exception cref="ControlCallException">One cannot be looked at: a plan is for what there is.</exception>
    private async Task<IReadOnlyList<PlannedTarget>> LookAsync(
        List<PlannedTarget> targets, PlanHeader header, CancellationToken cancellationToken)
    {
        var actor = ClientTargetActor.Of(header, _ => client);
        var done = 0;
        using var progress = new ProgressLine(
            context.Reporter,
            context.TimeProvider,
            elapsed => string.Create(
                CultureInfo.InvariantCulture, $"{Volatile.Read(ref done)} of {targets.Count} looked at · {ProgressLine.Clock(elapsed)}"),
            isImmediate: false);
        var seen = new PlannedTarget[targets.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, targets.Count),
            new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var target = targets[index];
                seen[index] = target.State is null ? target with { State = await actor.ObserveAsync(target, token) } : target;
                Interlocked.Increment(ref done);
            });
        return seen;
    }
}

/// <summary>Bytes of UTF-8 that come whole line by line, into a writer of text.</summary>
/// <param name="writer">The writer.</param>
internal sealed class TextStream(TextWriter writer) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => writer.Write(System.Text.Encoding.UTF8.GetString(buffer, offset, count));

    public override void Flush() => writer.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
