using System.Collections.Concurrent;
using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Clock;

public sealed class ReferenceServerClockTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9000-01-01T00:00:00Z")]
    public async Task Set_EitherEnd_LeavesTheServerAtWork(string now)
    {
        await using var server = await ReferenceServer.StartAsync(new() { TokenLifetime = TimeSpan.FromDays(366) });
        server.Clock.Freeze();
        server.Clock.Set(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        server.Clock.Resume();
        await server.ResetAsync();
        var client = await server.AddClientAsync("later");
        using var caller = Caller.With(server, "Bearer", client.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
    }

    [Fact]
    public async Task Set_BeyondEitherEnd_IsRefusedAndChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        var before = server.Clock.GetUtcNow();
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Set(DateTimeOffset.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Set(DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromDays(366 * 8000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Equal(before, server.Clock.GetUtcNow());
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var refused = await control.PostAsync("/_control/clock", """{"frozen":false,"now":"9999-12-31T23:59:59Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal((before, true), (server.Clock.GetUtcNow(), server.Clock.IsFrozen));
    }

    [Fact]
    public async Task Timer_OfTheMachineFiresTooEarly_IsWaitedForAgain()
    {
        var machine = new HastyTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = machine, ResolveTimePerExecution = TimeSpan.FromMilliseconds(1) });
        using var caller = Caller.ConductorOne(server);
        var answer = caller.PostAsync("/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused", """{"decision":2}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!answer.IsCompleted && !patience.IsCancellationRequested)
        {
            // Once before the time has come, as real timers do by a fraction of a millisecond, and once when it has.
            machine.FireAll();
            machine.Advance(TimeSpan.FromMilliseconds(25));
            machine.FireAll();
            await Task.Yield();
        }

        Assert.True(answer.IsCompleted, "the work never went on");
        Assert.Equal(237, (await answer).Json.GetProperty("pausedCount").GetInt32());
    }

    /// <summary>A machine whose timers fire whenever the test says so, due or not, each once.</summary>
    private sealed class HastyTimeProvider : TimeProvider
    {
        private readonly ConcurrentQueue<HastyTimer> _timers = [];
        private long _milliseconds = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref _milliseconds));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HastyTimer(() => callback(state));
            _timers.Enqueue(timer);
            return timer;
        }

        public void Advance(TimeSpan by) => Interlocked.Add(ref _milliseconds, (long)by.TotalMilliseconds);

        public void FireAll()
        {
            for (var count = _timers.Count; count > 0 && _timers.TryDequeue(out var timer); count--)
            {
                timer.Fire();
            }
        }
    }

    private sealed class HastyTimer(Action fire) : ITimer
    {
        private bool _isDisposed;

        public void Fire()
        {
            if (!_isDisposed)
            {
                fire();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
