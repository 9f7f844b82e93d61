using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services.ConductorOne;

/// <summary>
/// Counts the executions that circuit breakers paused, whether the breakers are still tripped or not, by searches that end after a bounded
/// number of pages: ConductorOne has no count. One search for all automations most of the time; one for each where there are too many.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="clock">The clock.</param>
internal sealed class PausedExecutions(ConductorOneClient client, TimeProvider clock)
{
    private const int MostAtOnce = 4;
    private const int ChunkSize = 50;

    /// <summary>Counting must not keep anybody waiting for the rest.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Counts those of one automation.</summary>
    /// <param name="client">The client.</param>
    /// <param name="automationId">The automation.</param>
    /// <param name="cancellationToken">Cancels the count: what was counted by then is a lower bound.</param>
    /// <param name="most">So many are counted.</param>
    /// <exception cref="ControlCallException">A page could not be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before the first was counted.</exception>
    public static Task<BoundedCount> CountAsync(
        ConductorOneClient client, string automationId, CancellationToken cancellationToken, int most = BoundedCount.Most) =>
        BoundedCount.OfAsync(Find(client, automationId, cancellationToken), most);

    /// <summary>Counts those of one automation that was read.</summary>
    /// <param name="automation">The automation.</param>
    /// <param name="fail">Is told why they could not be counted.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<CountedAutomation> CountOneAsync(Automation automation, Action<string> fail, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var counts = await CountAsync([automation], new CountRound(fail, timeout.Token, linked.Token), BoundedCount.Most);
        return new CountedAutomation(automation, counts.GetValueOrDefault(automation.Id));
    }

    /// <summary>Counts those of each automation, as they come.</summary>
    /// <param name="automations">The automations.</param>
    /// <param name="fail">Is told once why some could not be counted; null to let a failure end it all.</param>
    /// <param name="most">So many are counted of each.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async IAsyncEnumerable<CountedAutomation> CountEachAsync(
        IAsyncEnumerable<Automation> automations,
        Action<string>? fail,
        int most,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timeout = fail is null ? new CancellationTokenSource() : new CancellationTokenSource(TimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var round = new CountRound(fail, timeout.Token, linked.Token);
        var all = await round.TryAsync(CountAllAsync);
        await foreach (var chunk in automations.Chunk(ChunkSize).WithCancellation(cancellationToken))
        {
            var counts = all is not null
                ? all
                : await CountAsync(chunk, round, most);
            foreach (var automation in chunk)
            {
                // An automation that no search showed anything of has none.
                yield return new CountedAutomation(
                    automation, counts.GetValueOrDefault(automation.Id) ?? (all is null ? null : BoundedCount.None));
            }
        }
    }

    /// <summary>Counts the paused executions of all automations by one search; null where there are too many for it.</summary>
    private async Task<IReadOnlyDictionary<string, BoundedCount>?> CountAllAsync(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, BoundedCount>(StringComparer.Ordinal);
        var seen = 0;
        await foreach (var execution in Find(client, automationId: null, cancellationToken))
        {
            // One that does not say whose it is would be missing in the count of its automation.
            if (++seen > BoundedCount.Most || execution.AutomationId is not { } id)
            {
                return null;
            }

            counts[id] = (counts.GetValueOrDefault(id) ?? BoundedCount.None) + new BoundedCount(1, IsLowerBound: false);
        }

        return counts;
    }

    private async Task<IReadOnlyDictionary<string, BoundedCount>> CountAsync(IReadOnlyList<Automation> automations, CountRound round, int most)
    {
        var counts = new ConcurrentDictionary<string, BoundedCount>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            automations,
            new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = CancellationToken.None },
            async (automation, _) =>
            {
                if (await round.TryAsync(token => CountOneAsync(automation.Id, token)) is { } count)
                {
                    counts[automation.Id] = count;
                }
            });
        return counts;

        async Task<BoundedCount?> CountOneAsync(string id, CancellationToken token) => await CountAsync(client, id, token, most);
    }

    private static IAsyncEnumerable<AutomationExecution> Find(
        ConductorOneClient client, string? automationId, CancellationToken cancellationToken) => client.ListAutomationExecutionsAsync(
        new AutomationExecutionFilter
        {
            AutomationIds = automationId is null ? [] : [automationId],
            States = [AutomationExecutionState.PausedByCircuitBreaker],
        },
        cancellationToken: cancellationToken);

    /// <summary>Counts that end with the first failure: what failed once would fail for every automation, at the price of a wait each.</summary>
    private sealed class CountRound(Action<string>? fail, CancellationToken timeUp, CancellationToken cancellationToken)
    {
        private int _hasFailed;

        public async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T?>> count)
            where T : class
        {
            if (Volatile.Read(ref _hasFailed) != 0)
            {
                return null;
            }

            try
            {
                return await count(cancellationToken);
            }
            catch (ControlCallException exception) when (fail is not null)
            {
                Fail(exception.Message);
            }
            catch (OperationCanceledException) when (fail is not null && timeUp.IsCancellationRequested)
            {
                Fail($"that took longer than {DurationText.Of(TimeLimit)}.");
            }

            return null;
        }

        private void Fail(string why)
        {
            if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
            {
                fail!($"paused executions could not all be counted, {BoundedCount.Unknown} stands for a count that is missing: {why}");
            }
        }
    }
}
