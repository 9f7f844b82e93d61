using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>A thaw undoes exactly one freeze: no older one, no half, and nothing that was so before.</summary>
public sealed class ThawTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Thaw_TheNewestFreezeIsThawed_LeavesAnOlderOneAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "freeze --automation aut_nightly --reason kept --yes")).ShouldExitWith(0);
        (await RunAsync(server, "freeze --service kubiya --reason drill --yes")).ShouldExitWith(0);
        (await RunAsync(server, "thaw --yes")).ShouldExitWith(0);

        var again = (await RunAsync(server, "thaw --yes")).ShouldExitWith(4);

        Assert.Contains("is thawed already, by run run-", again.Error, StringComparison.Ordinal);
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Fact]
    public async Task Thaw_NotFinishedOrNotApplied_NamesTheResume()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "freeze --automation aut_nightly --reason kept --yes")).ShouldExitWith(0);
        (await RunAsync(server, "freeze --service kubiya --reason drill --yes")).ShouldExitWith(0);
        server.Faults.Add(new FaultRule { Operation = OperationNames.ResumeExecution, Status = 403, Times = 1 });
        await RunAsync(server, "thaw --yes --parallel 1 --stop-after-failures 1");

        var again = (await RunAsync(server, "thaw --yes")).ShouldExitWith(2);

        Assert.Contains("is not finished, run run-", again.Error, StringComparison.Ordinal);
        Assert.Contains("'ectl runs resume run-", again.Error, StringComparison.Ordinal);
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Fact]
    public async Task Thaw_ARunThatIsNoFreeze_NamesTheUndo()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        (await RunAsync(server, "apply a.plan --yes")).ShouldExitWith(0);

        var result = (await RunAsync(server, "thaw run- --yes")).ShouldExitWith(2);

        Assert.Contains("runs undo run-", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.ResumeExecution));
    }

    [Fact]
    public async Task Thaw_TheFreezeIsStillAtWork_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        await RunAsync(server, "freeze --reason drill --yes --parallel 1 --stop-after-failures 1");
        await using var journal = await SqliteRunJournal.OpenAsync(Path.Combine(_user.StateHome, "ectl", "journal.db"));
        var freeze = await journal.ListAsync().FirstAsync();
        Assert.True(freeze.Counts.Left > 0);

        await using (await journal.ClaimAsync(freeze.Id))
        {
            Assert.Contains("still at work", (await RunAsync(server, "thaw --yes")).ShouldExitWith(2).Error, StringComparison.Ordinal);
        }

        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
        (await RunAsync(server, "thaw --yes")).ShouldExitWith(0);
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
    }

    [Fact]
    public async Task Thaw_WhatWasBanned_IsLeftUnlessItIsWanted()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(server, "freeze --service codegen --ban --reason drill --yes")).ShouldExitWith(0);

        var left = (await RunAsync(server, "thaw --yes")).ShouldExitWith(2);
        Assert.Contains("Codegen does not say whether it was so before", left.Error, StringComparison.Ordinal);
        Assert.Contains("--with-bans", left.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.UnbanAgentRun));

        (await RunAsync(server, "thaw --yes --with-bans")).ShouldExitWith(0);
        Assert.Equal(1, server.Journal.Count(OperationNames.UnbanAgentRun));
    }

    [Fact]
    public async Task Freeze_SomebodyDisablesAnAutomationWhileTheQuestionStands_ItStaysSoAfterTheThaw()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, "ectl freeze --automation aut_nightly --reason drill", server.Environment);
        await terminal.SeesAsync("Go ahead?");
        (await RunAsync(server, "automations disable aut_nightly --yes")).ShouldExitWith(0);
        await terminal.TypeAsync("y");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Equal(1, server.Journal.Count(OperationNames.UpdateAutomation));
        await RunAsync(server, "thaw --yes");
        Assert.False(server.State.Automation("aut_nightly").IsEnabled);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);
}
