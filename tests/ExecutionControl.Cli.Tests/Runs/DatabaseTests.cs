using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Tests.Runs;

/// <summary>Runs in a database, which another machine works on, too.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly UserFolder _user = new();
    private readonly UserFolder _other = new();

    public void Dispose()
    {
        _user.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Work_ARunThatAnotherMachineHasLeft_FinishesItAndAllSeeIt()
    {
        var journal = await SharedPostgres.CreateDatabaseAsync();
        await using var server = await ReferenceServer.StartAsync();
        (await RunAsync(_user, server, "executions pause --all --plan a.plan")).ShouldExitWith(0);
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        var applied = (await RunAsync(_user, server, $"apply a.plan --yes --parallel 1 --stop-after-failures 1 --journal {journal}")).ShouldExitWith(3);
        Assert.Matches($@"(?m)^To go on: ectl runs resume run-\w+ --journal {Regex.Escape(journal)} --stop-after-failures 1$", applied.Error);

        var refused = (await RunAsync(_other, server, $"runs work run- --yes --journal {journal}")).ShouldExitWith(2);
        Assert.Contains("'ectl runs work run-", refused.Error, StringComparison.Ordinal);

        var worked = (await RunAsync(_other, server, $"runs work run- --yes --stop-after-failures 1 --journal {journal}")).ShouldExitWith(6);

        Assert.Equal(2, server.Journal.Count(OperationNames.PauseExecution));
        Assert.Contains("1 applied", worked.Error, StringComparison.Ordinal);
        var shown = (await Ectl.RunAsync(_user, ["runs", "show", "-o", "json"], server.Environment.With("ECTL_JOURNAL", journal))).ShouldExitWith(0);
        Assert.Contains("\"left\":0", shown.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync(_other, server, $"history -o name --journal {journal}")).ShouldExitWith(0).Output.Split('\n').Length - 1);
        (await RunAsync(_other, server, $"runs verify --journal {journal}")).ShouldExitWith(0);
        Assert.Empty((await RunAsync(_other, server, "runs list -o name")).ShouldExitWith(0).Output);
    }

    /// <summary>What it stops from now on would stay stopped, whichever machine it is that works.</summary>
    [Fact]
    public async Task Thaw_TheFreezeIsAtWorkOnAnotherMachine_SendsNothing()
    {
        var journal = await SharedPostgres.CreateDatabaseAsync();
        await using var server = await ReferenceServer.StartAsync();
        server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, Status = 403, Times = 1 });
        await RunAsync(_user, server, $"freeze --service kubiya --yes --parallel 1 --stop-after-failures 1 --journal {journal}");
        await using var elsewhere = await PostgresRunJournal.OpenAsync(journal);
        var freeze = await elsewhere.ListAsync().FirstAsync();
        Assert.True(freeze.Counts.Left > 0);

        await using (await elsewhere.ClaimAsync(freeze.Id))
        {
            Assert.True(await elsewhere.IsHeldAsync(freeze.Id));
            var thaw = (await RunAsync(_other, server, $"thaw --yes --journal {journal}")).ShouldExitWith(2);
            Assert.Contains("is still at work", thaw.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Journal.Count(OperationNames.ResumeExecution));
        Assert.False(await elsewhere.IsHeldAsync(freeze.Id));
        Assert.DoesNotContain("is still at work", (await RunAsync(_other, server, $"thaw --yes --journal {journal}")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("runs work run- --yes", "Many machines work together on a run in a database")]
    [InlineData("runs list --journal postgres://operator:hunter2@127.0.0.1:1/runs", "holds a password")]
    [InlineData("runs list --journal mysql://127.0.0.1/runs", "no address of a PostgreSQL database")]
    [InlineData("freeze --yes --journal postgres://operator@127.0.0.1:1/runs", "without it nothing is sent")]
    public async Task Journal_CannotBeUsed_SendsNothing(string line, string message)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(_user, server, line)).ShouldExitWith(2);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.PauseExecution));
    }

    /// <summary>Nothing is sent, so the journal is not opened and nobody has looked at its address.</summary>
    [Theory]
    [InlineData("postgres://127.0.0.1:1/runs?password=hunter2")]
    [InlineData("Host=127.0.0.1;Password=hunter2")]
    public async Task Plan_JournalHasAPassword_IsNotRepeated(string journal)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(_user, server, $"freeze --service kubiya --plan f.plan --journal {journal}")).ShouldExitWith(0);

        Assert.Contains("To carry it out: ectl apply f.plan", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", result.Output + result.Error, StringComparison.Ordinal);
    }

    private static Task<EctlResult> RunAsync(UserFolder user, ReferenceServer server, string line) => Ectl.RunAsync(user, line.Split(' '), server.Environment);
}
