using System.Threading.Channels;

namespace ExecutionControl.Runs;

/// <summary>
/// Writes down how the work on targets ended, as many at once as there are while the next ones are worked on, and tells whoever reads the results.
/// </summary>
/// <param name="work">The hold on the run.</param>
/// <param name="results">Where each is told when it is durable.</param>
/// <param name="broke">Is told when the journal fails: what was done is told all the same.</param>
internal sealed class OutcomeWriter(IRunWork work, ChannelWriter<RunTarget> results, Action<Exception> broke) : IDisposable
{
    /// <summary>So many outcomes may be on their way to the journal and to whoever reads them.</summary>
    private const int MostOnTheirWay = 4096;

    private const int MostInOneWrite = 1024;

    private readonly SemaphoreSlim _places = new(MostOnTheirWay);
    private Channel<(TargetEnd End, List<RunTarget>? Done)> _ends = NewChannel();
    private Task _writing = Task.CompletedTask;

    /// <summary>Begins to write.</summary>
    public void Start()
    {
        _ends = NewChannel();
        var ends = _ends.Reader;
        _writing = Task.Run(() => WriteAsync(ends), CancellationToken.None);
    }

    /// <summary>Lets it be written how the work on a target ended. Whoever reads the results slowly slows the run, and not its memory.</summary>
    /// <param name="end">How.</param>
    /// <param name="done">Where the target is put, too, when it is written; <see langword="null"/> for nowhere.</param>
    public async ValueTask AddAsync(TargetEnd end, List<RunTarget>? done)
    {
        await _places.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _ends.Writer.TryWrite((end, done));
    }

    /// <summary>Waits until all is written and told.</summary>
    public Task FinishAsync()
    {
        _ends.Writer.TryComplete();
        return _writing;
    }

    /// <summary>Whoever reads the results has taken one.</summary>
    public void NoteTold() => _places.Release();

    /// <summary>Nothing was sent for them: their intents are taken back, and others may have all of them.</summary>
    /// <param name="intended">Those whose intent stands.</param>
    /// <param name="untouched">The others.</param>
    public async Task GiveBackAsync(IReadOnlyList<RunTarget> intended, IReadOnlyList<RunTarget> untouched)
    {
        try
        {
            await Task.WhenAll(intended.Select(target => work.WithdrawAsync(target))).ConfigureAwait(false);
            await work.ReleaseAsync([.. intended, .. untouched]).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Their intents stand, and are looked at; the failure ends the pass.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            broke(exception);
        }
    }

    public void Dispose() => _places.Dispose();

    private static Channel<(TargetEnd End, List<RunTarget>? Done)> NewChannel() =>
        Channel.CreateUnbounded<(TargetEnd End, List<RunTarget>? Done)>(new UnboundedChannelOptions { SingleReader = true });

    private async Task WriteAsync(ChannelReader<(TargetEnd End, List<RunTarget>? Done)> ends)
    {
        var batch = new List<(TargetEnd End, List<RunTarget>? Done)>();
        while (await ends.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            while (batch.Count < MostInOneWrite && ends.TryRead(out var next))
            {
                batch.Add(next);
            }

            await WriteAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(List<(TargetEnd End, List<RunTarget>? Done)> batch)
    {
        var givingBack = GiveBackAsync(Of(TargetEndKind.Withdrawn), Of(TargetEndKind.Untouched));
        RunTarget[] settled =
            [.. batch.Where(static one => one.End.Kind == TargetEndKind.Settled).Select(static one => one.End.Target with { Result = one.End.Result })];
        IReadOnlyList<RunTarget?> written = [];
        try
        {
            written = settled.Length == 0 ? [] : await work.SettleAllAsync(settled).ConfigureAwait(false);
            if (written.Contains(null))
            {
                broke(new RunLostException("Another worker has taken a target over, and will say what became of it."));
            }
        }
#pragma warning disable CA1031 // What was done is told all the same; the failure ends the pass.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            broke(exception);
        }

        await givingBack.ConfigureAwait(false);
        var next = 0;
        foreach (var (end, done) in batch)
        {
            if (end.Kind is TargetEndKind.Withdrawn or TargetEndKind.Untouched)
            {
                _places.Release();
                continue;
            }

            var target = end.Kind == TargetEndKind.Settled ? written.ElementAtOrDefault(next++) : null;
            target ??= end.Target with { Status = RunTargetStatus.Intended, Result = end.Result, IsRecorded = false };
            done?.Add(target);
            results.TryWrite(target);
        }

        RunTarget[] Of(TargetEndKind kind) => [.. batch.Where(one => one.End.Kind == kind).Select(static one => one.End.Target)];
    }
}
