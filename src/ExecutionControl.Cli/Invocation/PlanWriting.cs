using System.Globalization;
using System.Runtime.CompilerServices;
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
    private const int MostNamed = 10;
    private const int MostOfReason = 500;

    /// <summary>So many looks in a row that nobody answers, or whose credential is rejected, are no chance.</summary>
    private const int MostInVain = 3;

    private readonly OutcomeTally _looks = new();
    private readonly List<string> _notSeen = [];
    private int _inVain;
    private ControlCallException? _failure;

    /// <summary>Writes the plan of one operation.</summary>
    /// <param name="file">The file, or - for standard output.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input; null where it takes none.</param>
    /// <param name="selection">The targets.</param>
    /// <param name="cancellationToken">Cancels it; then there is no such file.</param>
    /// <exception cref="ControlCallException">None of the targets can be looked at: a plan is for what there is.</exception>
    public Task<OutcomeReport?> WriteAsync(
        string file, ControlOperation operation, string? input, TargetSelection selection, CancellationToken cancellationToken)
    {
        var (header, targets) = Plan(operation, input, selection);
        return WriteAsync(file, header, targets, selection.Ids.Count, cancellationToken);
    }

    /// <summary>Writes a plan with the states of its targets that are not known yet.</summary>
    /// <param name="file">The file, or - for standard output.</param>
    /// <param name="header">What is said before the targets.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="cancellationToken">Cancels it; then there is no such file.</param>
    /// <exception cref="ControlCallException">None of the targets can be looked at.</exception>
    public async Task<OutcomeReport?> WriteAsync(
        string file, PlanHeader header, IEnumerable<PlannedTarget> targets, long count, CancellationToken cancellationToken)
    {
        var report = await WriteAsync(context, file, header, LookAsync(targets, count, header, cancellationToken), cancellationToken);
        var notSeen = _looks.Count - _looks.CountOf(ExitCode.Success);
        if (notSeen == 0)
        {
            return report;
        }

        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"{notSeen} of {_looks.Count} could not be looked at, and stand in it without a state:"),
            .. _notSeen,
            .. notSeen > _notSeen.Count ? [string.Create(CultureInfo.InvariantCulture, $"and {notSeen - _notSeen.Count} more.")] : Array.Empty<string>(),
            "'ectl apply' looks at them again, and leaves out what it cannot see.",
        ];
        if (report is null)
        {
            lines.ForEach(context.Reporter.Notice);
            context.End(_looks.ExitCode);
            return null;
        }

        return report with { ExitCode = _looks.ExitCode, Lines = [.. report.Lines, .. lines] };
    }

    /// <summary>The plan of one operation, with the states that are known already.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="input">Its input; null where it takes none.</param>
    /// <param name="selection">The targets.</param>
    public (PlanHeader Header, IEnumerable<PlannedTarget> Targets) Plan(ControlOperation operation, string? input, TargetSelection selection)
    {
        var header = Header(HistoryNotes.ReasonIn(input));
        return (header, selection.Ids.Select(id => new PlannedTarget
        {
            Operation = operation,
            Account = header.Accounts[0].Name,
            Id = id,
            Input = input,
            State = selection.States.GetValueOrDefault(id),
        }));
    }

    /// <summary>The header of a plan at the one account of the command.</summary>
    public PlanHeader Header(string? reason) => new()
    {
        CreatedAt = context.TimeProvider.GetUtcNow(),
        Accounts = [context.Account!.Planned],
        Title = UsageError.PathOf(context.ParseResult.CommandResult.Command),
        Reason = reason,
    };

    /// <summary>Writes a plan, and says so.</summary>
    public static async Task<OutcomeReport?> WriteAsync(
        CommandContext context, string file, PlanHeader header, IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        var contents = new PlanContents();
        var counted = targets.Select(target =>
        {
            contents.Add(target);
            return target;
        });
        if (file == PlanFile.Standard)
        {
            await using var output = new TextStream(context.Streams.Output);
            var written = await PlanFile.WriteAsync(output, header, counted, cancellationToken);
            context.Reporter.Notice($"planned: {contents.Sentence} ({written.Digest}); nothing was sent");
            context.End(ExitCode.Success);
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(context.WorkingFolder, file));
        var summary = await PlanFile.WriteAsync(path, header, counted, cancellationToken);
        return new OutcomeReport
        {
            Outcome = ReportedOutcome.NotSent,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Target = contents is { Count: 1, FirstIds: [var only] } ? only : null,
            Plan = new WrittenPlan(path, summary.Count, summary.Digest),
            Lines =
            [
                $"Planned: {contents.Sentence}. Nothing was sent.",
                $"The plan is in {PlainText.OneLine(file)}, {summary.Digest}.",
                $"To carry it out: {context.Next.OfRuns($"apply {NextCommand.Word(PlainText.OneLine(file))}")}",
            ],
        };
    }

    /// <summary>Adds the states that are not known yet, a few looks at a time and in the plan's order. One that cannot be looked at stands in it so.</summary>
    private async IAsyncEnumerable<PlannedTarget> LookAsync(
        IEnumerable<PlannedTarget> targets, long count, PlanHeader header, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var actor = ClientTargetActor.Of(header, _ => client);
        var done = 0L;
        using var progress = new ProgressLine(
            context.Reporter,
            context.TimeProvider,
            elapsed => string.Create(
                CultureInfo.InvariantCulture, $"{Volatile.Read(ref done)} of {count} looked at · {ProgressLine.Clock(elapsed)}"),
            isImmediate: false);
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var under = new Queue<Task<(PlannedTarget, ControlCallException?)>>();
        using var next = targets.GetEnumerator();
        try
        {
            while (true)
            {
                while (under.Count < LooksAtOnce && next.MoveNext())
                {
                    under.Enqueue(LookAsync(next.Current, actor, abandoned.Token));
                }

                if (!under.TryPeek(out var first))
                {
                    break;
                }

                var (target, failure) = await first;
                _ = under.Dequeue();
                Volatile.Write(ref done, done + 1);
                yield return Note(target, failure);
            }
        }
        finally
        {
            await abandoned.CancelAsync();
            await ((Task)Task.WhenAll(under)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // A plan is for what there is.
        if (_failure is { } seenNone && _looks.CountOf(ExitCode.Success) == 0)
        {
            throw seenNone;
        }
    }

    private static async Task<(PlannedTarget Target, ControlCallException? Failure)> LookAsync(
        PlannedTarget target, ClientTargetActor actor, CancellationToken cancellationToken)
    {
        try
        {
            return (target.State is null ? target with { State = await actor.ObserveAsync(target, cancellationToken) } : target, null);
        }
        catch (ControlCallException exception)
        {
            return (target, exception);
        }
    }

    private PlannedTarget Note(PlannedTarget target, ControlCallException? failure)
    {
        if (failure is null)
        {
            _inVain = 0;
            _looks.Add(ReportedOutcome.Applied, ExitCode.Success, isSafeToRepeat: true);
            return target;
        }

        // What the others would meet alike is no fact about a target.
        var isShared = failure is ControlCallRefusedException { Reason: RefusalReason.Authentication } || failure.Details.StatusCode is null;
        _inVain = isShared ? _inVain + 1 : 0;
        if (_inVain >= MostInVain)
        {
            throw failure;
        }

        _failure ??= failure;
        var why = PlainWords.Of(failure.Message);
        _looks.Add(ReportedOutcome.NotSent, ExitCodeMapping.Of(failure), isSafeToRepeat: true);
        if (_notSeen.Count < MostNamed)
        {
            _notSeen.Add($"{PlainText.OneLine(target.Id)}: {why}");
        }

        return target with { NotSeen = why.Length > MostOfReason ? why[..MostOfReason] : why };
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
