using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>Long work moves: on a terminal one line every second, elsewhere a line every ten, with what the service shows meanwhile.</summary>
public sealed partial class ProgressTests : IDisposable
{
    private const string Resolve = "automations resolve-paused aut_backlog --decision cancel --reason x --yes";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What the slow server takes for the two executions that it settles at a time.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(200);

    private readonly UserFolder _user = new();
    private readonly CountingClock _clock = new();
    private readonly WrittenText _screen = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Resolve_SlowServerOnATerminal_MovesAtLeastEveryTwoSeconds()
    {
        await using var server = await StartSlowServerAsync();
        await using var ectl = Start(server, Resolve, isTerminal: true);
        await UntilAsync(() => server.State.Automation("aut_backlog").PausedCount < 300, "It did not begin.");

        var seen = new List<int>();
        for (var seconds = 1; seconds <= 16; seconds++)
        {
            // A pause that has not begun when the clock is turned would end a second late.
            await UntilAsync(() => _clock.Pauses(Second) >= seconds, "The look before did not end.");
            await UntilAsync(() => _clock.Pauses(BatchTime) >= seconds, "The server did not go on.");
            var drawn = Drawings().Count;
            _clock.Advance(Second);
            await UntilAsync(() => Drawings().Count > drawn, "The line was not drawn again.");
            if (seconds % 2 == 0)
            {
                var before = seen.LastOrDefault(-1);
                await UntilAsync(() => Done() > before, $"The number did not move from {before}.");
                seen.Add(Done());
            }
        }

        await EndAsync(ectl);
        Assert.True(seen[^1] > seen[0] + 8, string.Join(' ', seen));
        Assert.Contains(Drawings(), line => LineOnATerminal().IsMatch(line));
        Assert.All(Drawings(), line => Assert.InRange(line.Length, 0, 79));
    }

    [Fact]
    public async Task Resolve_SlowServerWithoutATerminal_SaysALineEveryTenSeconds()
    {
        await using var server = await StartSlowServerAsync();
        await using var ectl = Start(server, Resolve, isTerminal: false);
        await UntilAsync(() => server.State.Automation("aut_backlog").PausedCount < 300, "It did not begin.");

        await UntilAsync(
            () =>
            {
                _clock.Advance(Second);
                return Lines().Any(LineElsewhere().IsMatch);
            },
            "No line said how far it is.");
        await EndAsync(ectl);
        Assert.DoesNotContain('\u001b', _screen.ToString());
        Assert.All(Lines().Skip(1), line => Assert.EndsWith("0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resolve_Json_AsksForNoLooksThatNobodySees()
    {
        await using var server = await StartSlowServerAsync();
        await using var ectl = Start(server, $"{Resolve} -o json", isTerminal: false);
        await UntilAsync(() => server.State.Automation("aut_backlog").PausedCount < 300, "It did not begin.");

        await EndAsync(ectl);

        Assert.Equal(0, server.Journal.Count(OperationNames.SearchAutomationExecutions));
        Assert.Empty(_screen.ToString());
    }

    [Fact]
    public async Task Wait_OnATerminal_ShowsTheTimeAndTheLastStateSeen()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { TerminateDelay = TimeSpan.FromHours(1) });
        await using var ectl = Start(
            server, "automation-executions terminate 9007199254740993 --wait --timeout 1m --yes", isTerminal: true);
        await UntilAsync(() => server.Journal.Count(OperationNames.GetAutomationExecution) > 0, "Nobody looked.");

        for (var passed = 0; passed < 3; passed++)
        {
            var drawn = Drawings().Count;
            _clock.Advance(Second);
            await UntilAsync(() => Drawings().Count > drawn, "The line was not drawn again.");
        }

        await UntilAsync(() => Drawings()[^1].StartsWith("waiting · seen: process-step · 0:03 of 1:00", StringComparison.Ordinal), "The state did not show.");
        ectl.Interrupt();
        (await ectl.WaitAsync()).ShouldExitWith(130);
    }

    [Fact]
    public async Task List_Slow_ShowsHowManyThereAreSoFar()
    {
        var pages = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref pages) == 1 ? RawAnswer.Json(200, Page(100)) : RawAnswer.Silence);
        await using var ectl = Start(ServiceVariables.Kubiya(server.Url), "executions list -o jsonl", isTerminal: false);
        await using var people = Start(ServiceVariables.Kubiya(server.Url), "executions list", isTerminal: true);
        await server.ArrivalsAsync(3);

        await UntilAsync(
            () =>
            {
                _clock.Advance(Second);
                return Drawings().Any(line => Regex.IsMatch(line, @"^[0-9]+ executions so far · 0:[0-9]+$", RegexOptions.None, Second));
            },
            "The count did not show.");

        ectl.Interrupt();
        people.Interrupt();
        await ectl.WaitAsync();
        await people.WaitAsync();
    }

    [Fact]
    public async Task Several_Slow_ShowsHowManyAreDoneAndHowFast()
    {
        await using var server = new RawServer(request => request.Path.Contains("/e30/", StringComparison.Ordinal)
            ? RawAnswer.Silence
            : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));
        var ids = string.Join(' ', Enumerable.Range(1, 40).Select(number => $"e{number}"));
        await using var ectl = Start(ServiceVariables.Kubiya(server.Url), $"executions pause {ids} --parallel 1 --yes", isTerminal: true);
        await server.ArrivalsAsync(30);

        _clock.Advance(Second);
        _clock.Advance(Second);

        await UntilAsync(
            () => Drawings().Any(line => line == "[##############------] 29 of 40 · 14.5/s · 0:00 left"), "The line did not show.");
        ectl.Interrupt();
        (await ectl.WaitAsync()).ShouldExitWith(130);
    }

    [GeneratedRegex(@"^\[#*-+\] [0-9]+ of [0-9]+ · [0-9.]+/s · [0-9]+:[0-9]+ left · 0:[0-9]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineOnATerminal();

    [GeneratedRegex(@"[0-9]+ of [0-9]+ · [0-9.]+/s · [0-9]+:[0-9]+ left · [0-9]+:[0-9]0$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineElsewhere();

    private static string Page(int count) => $"[{string.Join(',', Enumerable.Range(1, count).Select(number => $"{{\"id\":\"e{number}\",\"status\":\"running\"}}"))}]";

    private static async Task UntilAsync(Func<bool> condition, string complaint)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(startedAt) < Patience, complaint);
            await Task.Delay(5);
        }
    }

    /// <summary>Takes a tenth of a second of the clock for each of 300 executions.</summary>
    private Task<ReferenceServer> StartSlowServerAsync() => ReferenceServer.StartAsync(new ReferenceServerOptions
    {
        SeedPaused = 300,
        ResolveTimePerExecution = TimeSpan.FromMilliseconds(100),
        TimeProvider = _clock,
    });

    private Ectl Start(ReferenceServer server, string line, bool isTerminal) => Start(server.Environment, line, isTerminal);

    private Ectl Start(IReadOnlyDictionary<string, string> variables, string line, bool isTerminal) => Ectl.Start(
        _user,
        line.Split(' '),
        new EctlSurroundings { Clock = _clock, Error = _screen, IsErrorTerminal = isTerminal },
        variables.With("TERM", "xterm-256color").With("NO_COLOR", "1"));

    private async Task EndAsync(Ectl ectl)
    {
        var run = ectl.WaitAsync();
        while (!run.IsCompleted)
        {
            _clock.Advance(Second);
            await Task.Delay(10);
        }

        (await run).ShouldExitWith(0);
    }

    private List<string> Drawings() =>
        [.. _screen.ToString().Split("\r\u001b[K").Skip(1).Select(drawn => drawn.Split('\n')[0]).Where(line => line.Contains(" · ", StringComparison.Ordinal))];

    private IEnumerable<string> Lines() => _screen.ToString().Split('\n').Where(line => line.StartsWith('['));

    private int Done() => Drawings().Select(line => DoneOf().Match(line)).LastOrDefault(match => match.Success) is { } last
        ? int.Parse(last.Groups["done"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
        : -1;

    [GeneratedRegex(
        "(?<done>[0-9]+) of [0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DoneOf();

    /// <summary>A clock that knows how many pauses have begun. What comes again and again, and what is a time limit, is none.</summary>
    private sealed class CountingClock() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        private readonly ConcurrentDictionary<TimeSpan, int> _pauses = new();

        public int Pauses(TimeSpan length) => _pauses.GetValueOrDefault(length);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (period == Timeout.InfiniteTimeSpan && state is not CancellationTokenSource)
            {
                _pauses.AddOrUpdate(dueTime, 1, (_, count) => count + 1);
            }

            return timer;
        }
    }
}
