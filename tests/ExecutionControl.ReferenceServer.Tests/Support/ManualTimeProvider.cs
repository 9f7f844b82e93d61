using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Reference.Tests.Support;

/// <summary>A clock that moves only when it is told to, and tells when somebody waits for it.</summary>
internal sealed class ManualTimeProvider() : FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<ITimer> _added = Channel.CreateUnbounded<ITimer>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _added.Writer.TryWrite(timer);
        return timer;
    }

    /// <summary>Waits until somebody waits for this clock.</summary>
    public async Task TimerAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _added.Reader.ReadAsync(patience.Token);
    }
}
