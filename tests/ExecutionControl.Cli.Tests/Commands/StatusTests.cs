using System.Text.Json;
using System.Threading.Channels;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl status</c>: what is tripped, paused and running at every service, once, live and as lines.</summary>
public sealed class StatusTests : IDisposable
{
    private const char Escape = '\u001b';

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Status_AllServices_CountsWhatIsTrippedPausedAndRunning()
    {
        await using var server = await StartAsync();

        var document = (await RunAsync(server, "status -o json")).ShouldExitWith(0).OutputDocument();
        var text = (await RunAsync(server, "status")).ShouldExitWith(0).Output;

        Assert.Equal("ectl/v1/status", document.GetProperty("schema").GetString());
        Assert.Equal(
            ["conductorOne trippedBreakers 2", "conductorOne pausedExecutions 247", "conductorOne runningExecutions 1", "codegen pausedRuns 2",
             "codegen runningRuns 1", "kubiya pausedExecutions 1", "kubiya waitingExecutions 1", "kubiya runningExecutions 1"],
            Services(document).SelectMany(service => service.GetProperty("counts").EnumerateObject()
                .Select(count => $"{service.GetProperty("service").GetString()} {count.Name} {count.Value.GetProperty("count").GetInt32()}")));
        Assert.Contains("    247 executions paused\n", text, StringComparison.Ordinal);
        Assert.Matches("aut_runaway +tripped [0-9]+ min ago +240 paused\n", text);
        Assert.DoesNotContain(Escape, text);
    }

    [Fact]
    public async Task Status_ThousandsArePaused_SaysSoWithAPlus()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 2_000 });

        var document = (await RunAsync(server, "status -o json")).ShouldExitWith(0).OutputDocument();
        var text = (await RunAsync(server, "status")).ShouldExitWith(0).Output;

        var paused = Services(document)[0].GetProperty("counts").GetProperty("pausedExecutions");
        Assert.Equal(1240, paused.GetProperty("count").GetInt32());
        Assert.True(paused.GetProperty("lowerBound").GetBoolean());
        Assert.Contains(" 1240+ executions paused\n", text, StringComparison.Ordinal);
        Assert.Matches(@"aut_backlog .*1000\+ paused", text);
    }

    [Fact]
    public async Task Status_SandboxAfterTheBreakerIsClosed_StillShowsItsBacklog()
    {
        (await RunAsync("--sandbox automations clear-breaker aut_runaway --yes")).ShouldExitWith(0);

        var text = (await RunAsync("--sandbox status")).ShouldExitWith(0).Output;
        var document = (await RunAsync("--sandbox status -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Matches("aut_runaway +closed +240 paused\n", text);
        Assert.True(document.GetProperty("sandbox").GetBoolean());
        var item = Services(document)[0].GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetString() == "aut_runaway");
        Assert.Equal(("closed", 240), (item.GetProperty("state").GetString(), item.GetProperty("pausedExecutions").GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task Status_OneServiceFails_ShowsTheOthersAndExitsWithSix()
    {
        await using var server = await StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.ListExecutions, Status = 403 });

        var document = (await RunAsync(server, "status -o json")).ShouldExitWith(6).OutputDocument();
        var text = (await RunAsync(server, "status")).ShouldExitWith(6).Output;

        Assert.Equal(["seen", "seen", "failed"], Services(document).Select(service => service.GetProperty("state").GetString()));
        Assert.Equal([0, 0, 3], Services(document).Select(service => service.GetProperty("exitCode").GetInt32()));
        Assert.Contains("executions paused", text, StringComparison.Ordinal);
        Assert.Contains(" 1 execution running\n", text, StringComparison.Ordinal);
        Assert.Matches("Kubiya.*: failed: ", text);
    }

    [Fact]
    public async Task Status_AllFail_HasTheExitCodeOfTheFailure()
    {
        await using var server = await StartAsync();
        foreach (var operation in new[] { OperationNames.ListExecutions, OperationNames.ListAgentRuns, OperationNames.ListAutomations })
        {
            server.Faults.Add(new FaultRule { Operation = operation, Status = 403 });
        }

        (await RunAsync(server, "status")).ShouldExitWith(3);
    }

    [Fact]
    public async Task Status_PausedCannotBeCounted_SaysSoAndNeverZero()
    {
        await using var server = await StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.SearchAutomationExecutions, Status = 403, Times = 1 });

        var result = await RunAsync(server, "status");

        Assert.DoesNotContain(" 0 executions paused", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_OneAccount_NamesTheOthersAsMissing()
    {
        await using var server = await StartAsync();

        var document = (await Ectl.RunAsync(
            _user, ["status", "-o", "json"], ServiceVariables.Kubiya(server.Url).With("KUBIYA_API_KEY", server.Credentials.Kubiya.ApiKey)))
            .ShouldExitWith(0).OutputDocument();

        Assert.Equal(["missing", "missing", "seen"], Services(document).Select(service => service.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Status_NoAccount_ExitsWithThree() => (await RunAsync("status")).ShouldExitWith(3);

    [Theory]
    [InlineData("status --interval 5s")]
    [InlineData("status --watch --interval soon")]
    public async Task Status_IntervalIsOfNoUse_ExitsWithTwo(string line) => (await RunAsync(line)).ShouldExitWith(2);

    [Fact]
    public async Task Watch_ThroughAPipe_PrintsALineForEachChange()
    {
        await using var server = await StartAsync();
        var (clock, output) = (new WatchClock(), new WrittenText());
        await using var ectl = Ectl.Start(
            _user, ["status", "--watch"], new EctlSurroundings { Clock = clock, Output = output }, server.Environment);

        await clock.LookedAsync();
        var first = Lines(output).Count;
        (await RunAsync(server, "automations clear-breaker aut_runaway --yes")).ShouldExitWith(0);
        (await RunAsync(server, "executions resume 22222222-2222-4222-8222-222222222222")).ShouldExitWith(0);
        await clock.PassAsync();
        var changes = Lines(output).Skip(first).ToList();
        await clock.PassAsync();
        var later = Lines(output).Count;
        ectl.Interrupt();

        (await ectl.WaitAsync()).ShouldExitWith(130);
        Assert.All(Lines(output), line => Assert.Equal("ectl/v1/status-change", line.GetProperty("schema").GetString()));
        Assert.Equal(
            ["conductorOne - trippedBreakers 2>1 -1", "conductorOne aut_runaway state tripped>closed ", "kubiya - pausedExecutions 1>0 -1",
             "kubiya - runningExecutions 1>2 1"],
            changes.Select(line => string.Join(
                ' ',
                Text(line, "service"),
                Text(line, "item") ?? "-",
                Text(line, "name"),
                $"{Text(line, "previous")}>{Text(line, "value")}",
                line.TryGetProperty("change", out var change) ? change.GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Empty)));
        Assert.Equal(first + 4, later);
    }

    [Fact]
    public async Task Watch_AServiceFails_SaysSoOnceAndGoesOn()
    {
        await using var server = await StartAsync();
        var (clock, output) = (new WatchClock(), new WrittenText());
        await using var ectl = Ectl.Start(
            _user, ["status", "--watch"], new EctlSurroundings { Clock = clock, Output = output }, server.Environment);

        await clock.LookedAsync();
        var first = Lines(output).Count;
        server.Faults.Add(new FaultRule { Operation = OperationNames.ListExecutions, Status = 403 });
        await clock.PassAsync();
        await clock.PassAsync();
        ectl.Interrupt();

        (await ectl.WaitAsync()).ShouldExitWith(130);
        var line = Assert.Single(Lines(output).Skip(first));
        Assert.Equal(("kubiya", "state", "failed"), (Text(line, "service"), Text(line, "name"), Text(line, "value")));
    }

    [Fact]
    public async Task Watch_OnATerminal_DrawsAgainMarksWhatChangedAndLeavesByQ()
    {
        await using var server = await StartAsync();
        var (clock, screen, keyboard) = (new WatchClock(), new WrittenText(), new TypedInput());
        await using var ectl = Ectl.Start(
            _user,
            ["status", "--watch"],
            new EctlSurroundings { Clock = clock, Output = screen, Input = keyboard, IsOutputTerminal = true, IsErrorTerminal = true },
            server.Environment.With("TERM", "xterm-256color").With("NO_COLOR", "1"));

        await clock.LookedAsync();
        var first = screen.ToString();
        (await RunAsync(server, "automations resolve-paused aut_runaway --decision cancel --reason x --yes")).ShouldExitWith(0);
        await clock.PassAsync();
        var second = screen.ToString()[first.Length..];
        keyboard.Type("q");

        (await ectl.WaitAsync()).ShouldExitWith(0);
        keyboard.End();
        Assert.StartsWith($"{Escape}[?1049h{Escape}[H", first, StringComparison.Ordinal);
        Assert.DoesNotContain("* ", first.Split("every 5s")[0], StringComparison.Ordinal);
        Assert.StartsWith($"{Escape}[H", second, StringComparison.Ordinal);
        Assert.Contains($"*       7 executions paused (-240){Escape}[K", second, StringComparison.Ordinal);
        Assert.Matches(@"\* +aut_runaway +tripped [0-9]+ min ago +0 paused \(-240\)", second);
        var end = screen.ToString()[(screen.ToString().LastIndexOf($"{Escape}[?1049l", StringComparison.Ordinal) + 8)..];
        Assert.Contains("7 executions paused", end, StringComparison.Ordinal);
        Assert.DoesNotContain(Escape, end);
    }

    [Fact]
    public async Task Watch_OnARealTerminal_LeavesByQ()
    {
        await using var terminal = PseudoTerminal.Start(_user, "ectl --sandbox status --watch");

        await terminal.SeesAsync("q leaves");
        await terminal.PressAsync("q");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Contains("240 paused", terminal.Screen, StringComparison.Ordinal);
    }

    private static Task<ReferenceServer> StartAsync() => ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

    private static List<JsonElement> Services(JsonElement document) => [.. document.GetProperty("services").EnumerateArray()];

    private static List<JsonElement> Lines(WrittenText output) =>
        [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private Task<EctlResult> RunAsync(string line) => Ectl.RunAsync(_user, line.Split(' '));

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);

    /// <summary>A clock that stands still until the pause between two looks has begun, and then lets it pass.</summary>
    private sealed class WatchClock : FakeTimeProvider
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        private readonly Channel<bool> _pauses = Channel.CreateUnbounded<bool>();

        public WatchClock()
            : base(DateTimeOffset.UtcNow)
        {
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Interval)
            {
                _pauses.Writer.TryWrite(true);
            }

            return timer;
        }

        /// <summary>Waits for the end of a look.</summary>
        public async Task LookedAsync() => Assert.True(await _pauses.Reader.ReadAsync().AsTask().WaitAsync(Patience));

        /// <summary>Lets the pause pass, and waits for the end of the next look.</summary>
        public async Task PassAsync()
        {
            Advance(Interval);
            await LookedAsync();
        }
    }
}
