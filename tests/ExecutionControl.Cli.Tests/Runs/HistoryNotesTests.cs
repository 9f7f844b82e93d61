using ExecutionControl.Cli.Runs;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>How long the history holds calls back.</summary>
public sealed class HistoryNotesTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource _written = new();
    private readonly HistoryNotes _notes;

    public HistoryNotesTests() => _notes = new HistoryNotes(place: null, _clock, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task HoldCall_SeveralAtOnce_TakeTheirTimeOnce()
    {
        var held = Enumerable.Range(0, 4).Select(_ => _notes.HoldCallAsync(_written.Task)).ToList();
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        _written.SetResult();
        await Task.WhenAll(held);

        var next = _notes.HoldCallAsync(new TaskCompletionSource().Task);
        _clock.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await next;
    }

    [Fact]
    public async Task HoldCall_OneWhileAnotherIsHeld_EndsWithIt()
    {
        var first = _notes.HoldCallAsync(_written.Task);
        _clock.Advance(TimeSpan.FromMilliseconds(400));
        var second = _notes.HoldCallAsync(_written.Task);

        _clock.Advance(TimeSpan.FromMilliseconds(100));

        await Task.WhenAll(first, second);
    }
}
