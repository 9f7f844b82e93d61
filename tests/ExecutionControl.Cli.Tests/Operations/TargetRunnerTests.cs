using System.Collections.Concurrent;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Client;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Operations;

/// <summary>A run over targets, without a command, a console or a service: what its observer is told, and when it ends.</summary>
public sealed class TargetRunnerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TerminationSignals _stop;
    private readonly Told _told = new();

    public TargetRunnerTests() => _stop = new TerminationSignals(_clock);

    public void Dispose() => _stop.Dispose();

    [Fact]
    public async Task Run_OneAfterAnother_BeginsAndEndsEachInItsOrder()
    {
        var runner = RunnerOf((call, _) => Task.FromResult(Applied()));

        await runner.RunAsync(["a", "b", "c"], parallel: 1, timeout: null);

        Assert.Equal(["begin 0", "act a", "end 0 Applied", "begin 1", "act b", "end 1 Applied", "begin 2", "act c", "end 2 Applied"], _told.Events);
    }

    [Fact]
    public async Task Run_OneThrowsWhateverItIs_ActsOnTheOthers()
    {
        var runner = RunnerOf((call, _) => call.Target == "b" ? throw new InvalidTimeZoneException("a bug") : Task.FromResult(Applied()));

        await runner.RunAsync(["a", "b", "c"], parallel: 1, timeout: null);

        Assert.Equal([ReportedOutcome.Applied, ReportedOutcome.NotSent, ReportedOutcome.Applied], _told.Outcomes(3));
        Assert.Equal(ExitCode.Fault, _told.Reports[1].ExitCode);
    }

    [Fact]
    public async Task Run_OneThrowsAfterItsCallWasBegun_IsUnknown()
    {
        var runner = RunnerOf(async (call, _) =>
        {
            await call.SendAsync<int>(async () =>
            {
                await Task.Yield();
                throw new InvalidTimeZoneException("a bug");
            });
            return Applied();
        });

        await runner.RunAsync(["a"], parallel: 1, timeout: null);

        Assert.Equal(ReportedOutcome.Unknown, _told.Reports[0].Outcome);
    }

    [Fact]
    public async Task Run_ArgumentThatTheClientRefuses_IsNotSent()
    {
        var runner = RunnerOf(async (call, _) =>
        {
            await call.SendAsync<int>(() => throw new ArgumentException("The id is none.", nameof(call)));
            return Applied();
        });

        await runner.RunAsync(["a"], parallel: 1, timeout: null);

        Assert.Equal(ExitCode.NotSent, _told.Reports[0].ExitCode);
        Assert.Equal("The id is none. Nothing was sent.", _told.Reports[0].Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Run_InParallel_HasSoManyUnderWayAndNoMore(int parallel)
    {
        var underWay = 0;
        var most = 0;
        var all = new TaskCompletionSource();
        var runner = RunnerOf(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            if (underWay == parallel)
            {
                all.TrySetResult();
            }

            await all.Task;
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
            return Applied();
        });

        await runner.RunAsync([.. Enumerable.Range(0, 9).Select(number => $"{number}")], parallel, timeout: null);

        Assert.Equal(parallel, most);
        Assert.Equal(9, _told.Reports.Count);
    }

    [Fact]
    public async Task Run_NoTargets_EndsAtOnce()
    {
        await RunnerOf((_, _) => Task.FromResult(Applied())).RunAsync([], parallel: 4, timeout: TimeSpan.FromMinutes(1));

        Assert.Empty(_told.Events);
    }

    [Fact]
    public async Task Stop_OneIsUnderWayAndDoesNotEnd_IsUnknownAfterTheGraceAndTheRestIsNeverSent()
    {
        var begun = new TaskCompletionSource();
        var runner = RunnerOf(async (call, _) =>
        {
            if (call.Target == "a")
            {
                return Applied();
            }

            await call.SendAsync(() =>
            {
                begun.SetResult();
                return new TaskCompletionSource<int>().Task;
            });
            return Applied();
        });
        var run = runner.RunAsync(["a", "b", "c", "d"], parallel: 1, timeout: null);
        await begun.Task;

        _stop.Receive(ExitCode.Interrupted);
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        await run;
        Assert.Equal([ReportedOutcome.Applied, ReportedOutcome.Unknown, ReportedOutcome.NotSent, ReportedOutcome.NotSent], _told.Outcomes(4));
        Assert.All([_told.Reports[1], _told.Reports[2], _told.Reports[3]], report => Assert.Equal(ExitCode.Interrupted, report.ExitCode));
        Assert.DoesNotContain("begin 2", _told.Events);
    }

    [Fact]
    public async Task Run_CredentialRejectedThreeTimes_GivesUpTheRestAndSaysWhy()
    {
        var runner = RunnerOf((_, _) => Task.FromResult(new OperationStep(new OutcomeReport
        {
            Outcome = ReportedOutcome.Refused,
            ExitCode = ExitCode.Credentials,
            SafeToRepeat = true,
            RefusalReason = RefusalReason.Authentication,
        })));

        await runner.RunAsync(["a", "b", "c", "d", "e"], parallel: 1, timeout: null);

        Assert.Equal(3, _told.Events.Count(line => line.StartsWith("begin", StringComparison.Ordinal)));
        Assert.Contains("give up 2: the credential was rejected for 3 targets in a row", _told.Events);
        Assert.Equal(ReportedOutcome.NotSent, _told.Reports[4].Outcome);
        Assert.Equal(ExitCode.Credentials, _told.Reports[4].ExitCode);
    }

    [Fact]
    public async Task Run_EffectsAreAwaited_AsksAllBeforeTheFirstLookAndLooksAgainAtThoseInFlight()
    {
        var looks = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var operation = new Scripted(_told, (call, _) => Task.FromResult(Applied(call)), effect =>
        {
            var look = looks.AddOrUpdate(effect.Target, 1, (_, before) => before + 1);
            return effect.Target == "slow" && look == 1 ? WaitOutcome.StillInFlight : WaitOutcome.Verified;
        });

        var run = RunnerOf(operation).RunAsync(["slow", "quick"], parallel: 1, TimeSpan.FromMinutes(1));
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
        Assert.Equal(
            ["begin 0", "act slow", "begin 1", "act quick", "wait 2", "end 1 Applied", "end 0 Applied"],
            _told.Events.Where(line => !line.StartsWith("look", StringComparison.Ordinal)));
        Assert.Equal(2, looks["slow"]);
        Assert.Equal(WaitOutcome.Verified, _told.Reports[0].Wait!.Outcome);
    }

    [Fact]
    public async Task Run_EffectsStayInFlight_EndsWhenTheTimeForAllIsUp()
    {
        var operation = new Scripted(_told, (call, _) => Task.FromResult(Applied(call)), _ => WaitOutcome.StillInFlight);

        var run = RunnerOf(operation).RunAsync(["a", "b"], parallel: 2, TimeSpan.FromSeconds(30));
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
        Assert.All(_told.Reports.Values, report => Assert.Equal(ExitCode.Unconfirmed, report.ExitCode));
    }

    [Fact]
    public async Task RunOne_EffectIsAwaited_ReportsItAndHandsOutTheValue()
    {
        AwaitedEffect? asked = null;
        var operation = new Scripted(_told, (call, _) => Task.FromResult(Applied(call)), effect =>
        {
            asked = effect;
            return WaitOutcome.Contradicted;
        });

        var report = await RunnerOf(operation).RunAsync(new TargetCall(0, "42", _told, _clock), TimeSpan.FromSeconds(30));

        Assert.Equal(ExitCode.Contradicted, report.ExitCode);
        Assert.Equal("42", asked!.Target);
        Assert.Equal(_clock.GetUtcNow(), asked.AcceptedAt);
    }

    private static OperationStep Applied(TargetCall? call = null) => new(
        new OutcomeReport { Outcome = ReportedOutcome.Applied, ExitCode = ExitCode.Success, SafeToRepeat = true, Lines = ["Applied."] },
        call is null
            ? null
            : new AwaitedEffect
            {
                Service = ControlService.Kubiya,
                Operation = ControlOperations.PauseExecution.Id,
                Target = call.Target,
                AcceptedAt = call.Now,
            });

    private TargetRunner RunnerOf(Func<TargetCall, CancellationToken, Task<OperationStep>> act) =>
        RunnerOf(new Scripted(_told, act, _ => WaitOutcome.Verified));

    private TargetRunner RunnerOf(Scripted operation)
    {
        var reporter = new Reporter(StandardStreams.Silent(new TextInput([])), OutputFormat.Table, Verbosity.Normal, _ => null);
        var failures = new ExceptionReport(_stop, reporter, () => null, isRepeatable: true, _ => null, new NextCommand(string.Empty, null));
        return new TargetRunner(operation, _told, failures, _clock, _stop);
    }

    /// <summary>An operation of the tests' own.</summary>
    private sealed class Scripted(
        Told told,
        Func<TargetCall, CancellationToken, Task<OperationStep>> act,
        Func<AwaitedEffect, WaitOutcome> look) : IBoundOperation
    {
        public ControlOperation Entry => ControlOperations.PauseExecution;

        public string? Recorded => null;

        public Task<OperationStep> ActAsync(TargetCall call, CancellationToken cancellationToken)
        {
            told.Add($"act {call.Target}");
            return act(call, cancellationToken);
        }

        public Task<WaitReport> WaitAsync(AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken)
        {
            told.Add($"look {effect.Target}");
            return Task.FromResult(new WaitReport(look(effect), "seen", 0, null));
        }
    }

    /// <summary>What the observer was told.</summary>
    private sealed class Told : IRunObserver
    {
        private readonly ConcurrentQueue<string> _events = new();

        public IReadOnlyCollection<string> Events => _events;

        public ConcurrentDictionary<int, OutcomeReport> Reports { get; } = new();

        public void Add(string text) => _events.Enqueue(text);

        public IEnumerable<ReportedOutcome> Outcomes(int count) => Enumerable.Range(0, count).Select(index => Reports[index].Outcome);

        public void Begin(int index) => Add($"begin {index}");

        public Task BeginCallAsync(int index, DateTimeOffset at) => Task.CompletedTask;

        public IRoundObserver BeginRounds(int index, string announcement, Func<CancellationToken, Task<BoundedCount>> look) =>
            throw new NotSupportedException();

        public void BeginWait(int accepted, TimeSpan timeout) => Add($"wait {accepted}");

        public void Look(int index, WaitReport shown) => Assert.Equal("seen", shown.State);

        public void GiveUp(string reason, int rest) => Add($"give up {rest}: {reason}");

        public void End(int index, OutcomeReport report)
        {
            Add($"end {index} {report.Outcome}");
            Assert.True(Reports.TryAdd(index, report), "A target ended twice.");
        }
    }
}
