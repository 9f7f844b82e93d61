using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Operations;

/// <summary>The call to one target, and how far it is.</summary>
/// <param name="index">Its place among the targets.</param>
/// <param name="target">The target's id.</param>
/// <param name="observer">Is told how it goes.</param>
/// <param name="clock">The clock.</param>
internal sealed class TargetCall(int index, string target, IRunObserver observer, TimeProvider clock)
{
    private volatile bool _isBegun;

    /// <summary>The target's id.</summary>
    public string Target => target;

    /// <summary>When the call was begun, or else the time now.</summary>
    public DateTimeOffset StartedAt { get; private set; } = clock.GetUtcNow();

    /// <summary>Whether the call was begun, so that a failure of ectl itself may have come after it was sent.</summary>
    public bool IsBegun => _isBegun;

    /// <summary>The time now.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Begins to show the rounds of a call that may take minutes.</summary>
    /// <param name="announcement">What is going on, for a person.</param>
    /// <param name="look">Counts what is still to be settled.</param>
    public IRoundObserver BeginRounds(string announcement, Func<CancellationToken, Task<BoundedCount>> look) =>
        observer.BeginRounds(index, announcement, look);

    /// <summary>Makes a control call. An argument that the client refuses before it sends anything becomes a usage error.</summary>
    public async Task<T> SendAsync<T>(Func<Task<T>> call)
    {
        StartedAt = Now;
        await observer.BeginCallAsync(index, StartedAt);
        Task<T> pending;
        try
        {
            pending = call();
        }
        catch (ArgumentException exception)
        {
            throw ArgumentMessage.NotSent(exception);
        }

        // Only a refusal that is there at once is certain to have come before anything was sent.
        if (pending is { IsFaulted: true, Exception.InnerException: ArgumentException refused })
        {
            throw ArgumentMessage.NotSent(refused);
        }

        _isBegun = true;
        return await pending;
    }
}
