using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>Which automations are meant, asked on a terminal where no id was typed.</summary>
public sealed class ChoiceTests : IDisposable
{
    private const string Which = "empty for none: ";

    private const string Resolve = "ectl automations resolve-paused --decision run";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Choice_OneNumber_ActsOnThatOne()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        await using var terminal = EctlTerminal.Start(_user, "ectl automations resolve-paused --decision cancel", server.Environment);

        await terminal.SeesAsync(Which);
        await terminal.TypeAsync("2");
        await terminal.SeesAsync("Reason, for ConductorOne's audit log");
        await terminal.TypeAsync("runaway");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Matches(@"1\s+aut_backlog\s.*\b7 paused\s+tripped \d+ (min|h) ago", terminal.Screen);
        Assert.Matches(@"2\s+aut_runaway\s+Offboard contractors\s+240 paused\s+tripped", terminal.Screen);
        Assert.Contains("About to cancel every paused execution of automation aut_runaway", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("240 paused executions of aut_runaway cancelled", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(7, server.State.Automation("aut_backlog").PausedCount);
    }

    [Fact]
    public async Task Choice_WrongAndThenAll_AsksAgainAndActsOnAll()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        await using var terminal = EctlTerminal.Start(_user, "ectl automations clear-breaker", server.Environment);

        await terminal.SeesAsync(Which);
        await terminal.TypeAsync("3");
        await terminal.SeesAsync("'3' names no numbers from 1 to 2");
        await terminal.TypeAsync("all");
        await terminal.SeesAsync("About to close the circuit breaker of each of 2 automations");
        await terminal.SeesAsync("aut_backlog 7, aut_runaway 240");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("y");

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.Equal(2, server.Journal.Count(OperationNames.ClearBreaker));
    }

    [Theory]
    [InlineData("\n", "xterm-256color", "", 2)]
    [InlineData("\u0003", "xterm-256color", "", 130)]
    [InlineData("\n", "dumb", "", 2)]
    [InlineData("\n", "xterm-256color", "1", 2)]
    public async Task Choice_EmptyOrInterrupted_SendsNothing(string typed, string term, string noColour, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        await using var terminal = EctlTerminal.Start(_user, Resolve, server.Environment.With("TERM", term).With("NO_COLOR", noColour));

        await terminal.SeesAsync(Which);
        await terminal.PressAsync(typed);

        Assert.Equal(exitCode, await terminal.WaitAsync());
        Assert.Contains("othing was sent", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResolvePaused));
        Assert.Equal(term == "dumb" || noColour.Length > 0, !terminal.Screen.Contains('\u001b', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Choice_CountsCannotBeHad_IsOfferedWithoutThem()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.SearchAutomationExecutions, Status = 403 });
        await using var terminal = EctlTerminal.Start(_user, Resolve, server.Environment);

        await terminal.SeesAsync(Which);
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains("not known how many paused", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_NothingIsTripped_ExitsWithTwo()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await Ectl.RunAsync(_user, ["automations", "clear-breaker", "--all-tripped", "--yes"], server.Environment)).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, "ectl automations clear-breaker", server.Environment);

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains("No automation's circuit breaker is tripped", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_BreakersAreClosedAndTheirBacklogsStay_OffersThem()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        (await Ectl.RunAsync(_user, ["automations", "clear-breaker", "--all-tripped", "--yes"], server.Environment)).ShouldExitWith(0);
        await using var terminal = EctlTerminal.Start(_user, Resolve, server.Environment);

        await terminal.SeesAsync(Which);
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Matches(@"2\s+aut_runaway\s+Offboard contractors\s+240 paused\s+closed", terminal.Screen);
    }

    [Fact]
    public async Task AllTripped_OnATerminal_AsksOnceForAll()
    {
        await using var server = await ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });
        await using var terminal = EctlTerminal.Start(_user, "ectl automations clear-breaker --all-tripped", server.Environment);

        await terminal.SeesAsync("aut_backlog, aut_runaway");
        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("n");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(0, server.Journal.Count(OperationNames.ClearBreaker));
    }
}
