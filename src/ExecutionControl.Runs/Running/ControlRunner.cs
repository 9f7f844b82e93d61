using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ExecutionControl.Runs;

/// <summary>
/// Works through a run: what is not done yet, also where a process before has ended in the middle. Writes down each intent before its call is sent
/// and each outcome after it, and never sends twice what is not safe to repeat. One pass for one runner.
/// </summary>
/// <param name="journal">The journal; it stays open.</param>
/// <param name="actor">Acts on the targets.</param>
/// <param name="options">How; <see langword="null"/> for the defaults.</param>
public sealed class ControlRunner(IRunJournal journal, ITargetActor actor, ControlRunnerOptions? options = null)
{
    private readonly ControlRunnerOptions _options = options ?? new ControlRunnerOptions();
    private RunPass? _pass;
    private bool _isStarted;

    /// <summary>Why the pass ended before all targets were done; <see langword="null"/> where it did not, or was cancelled.</summary>
    public RunStop? Stop => _pass?.Stop;

    /// <summary>How far the run is; <see langword="null"/> before it is taken hold of.</summary>
    public RunProgress? Progress => _pass?.Progress;

    /// <summary>Works through a run.</summary>
    /// <param name="runId">The run's whole id.</param>
    /// <param name="cancellationToken">
    /// Stops the pass: no other target is begun, and calls under way are cancelled. The journal can be resumed afterwards.
    /// </param>
    /// <returns>
    /// The targets as they come to their outcomes, in no order. Whoever stops reading stops the pass. A target whose outcome nobody knows because
    /// the call was cancelled is returned as <see cref="RunTargetStatus.Intended"/>.
    /// </returns>
    /// <exception cref="RunHeldException">Another process works on the run.</exception>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="RunJournalException">The journal has failed; nothing was sent whose intent is not durable.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled; what was under way has been returned before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public async IAsyncEnumerable<RunTarget> RunAsync(string runId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        _options.Check();
        if (_isStarted)
        {
            throw new InvalidOperationException("A runner makes one pass over a run.");
        }

        _isStarted = true;
        var work = await journal.ClaimAsync(runId, _options.Claim, cancellationToken).ConfigureAwait(false);
        await using (work.ConfigureAwait(false))
        {
            // The pass bounds it: it is told of each that is read.
            var results = Channel.CreateUnbounded<RunTarget>(new UnboundedChannelOptions { SingleReader = true });
            using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var pass = new RunPass(work, actor, _options, results.Writer, (count, token) => FindFirstAsync(runId, count, token));
            _pass = pass;
            var running = pass.RunAsync(abandoned.Token);
            var isRead = false;
            try
            {
                // Not cancelled: what was under way is still to be told.
                await foreach (var target in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    pass.NoteTold();
                    yield return target;
                }

                isRead = true;
            }
            finally
            {
                if (!isRead)
                {
                    await abandoned.CancelAsync().ConfigureAwait(false);
                    await foreach (var _ in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                    {
                        pass.NoteTold();
                    }
                }

                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            await running.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What passes before have done, but for what this one does again.</summary>
    private async Task<List<RunTarget>> FindFirstAsync(string runId, int count, CancellationToken cancellationToken) =>
        await journal.ListTargetsAsync(runId, new RunTargetFilter { Status = RunTargetStatus.Settled }, cancellationToken)
            .Where(Canary.IsTelling)
            .Where(target => !(_options.Claim.RetryUnknown && target.Result!.Outcome == TargetOutcome.Unknown))
            .Take(count)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
}
