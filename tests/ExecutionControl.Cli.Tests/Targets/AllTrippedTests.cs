using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary><c>--all-tripped</c> and its absence where there is nobody to ask.</summary>
public sealed class AllTrippedTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("resolve-paused --decision run", "'ectl automations list --paused'")]
    [InlineData("clear-breaker", "'ectl automations list --tripped'")]
    public async Task Run_NoIdAndNobodyToAsk_ExitsWithTwoAndSaysHowToFindOne(string command, string hint)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, command)).ShouldExitWith(2);

        Assert.Contains(hint, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Run_NoIdAndNoAccount_IsAMatterOfTheIdFirst() =>
        (await Ectl.RunAsync(_user, ["automations", "clear-breaker", "--yes"])).ShouldExitWith(2);

    [Fact]
    public async Task AllTripped_NobodyAgreed_ExitsWithTwoAndNamesThem()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "clear-breaker --all-tripped -o json")).ShouldExitWith(2).ErrorDocument();

        Assert.Contains("2 automations: aut_backlog, aut_runaway", document.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
        Assert.Equal(0, server.Journal.Count(OperationNames.ClearBreaker));
    }

    [Fact]
    public async Task AllTripped_Yes_TakesAllAndThenNone()
    {
        await using var server = await ReferenceServer.StartAsync();

        var first = (await RunAsync(server, "clear-breaker --all-tripped --yes -o json")).ShouldExitWith(0).OutputDocument();
        var second = (await RunAsync(server, "clear-breaker --all-tripped -o json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(["aut_backlog", "aut_runaway"], first.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("target").GetString()));
        Assert.Equal(0, second.GetProperty("count").GetInt32());
        Assert.Equal("alreadySo", second.GetProperty("outcome").GetString());
        Assert.Equal(2, server.Journal.Count(OperationNames.ClearBreaker));
    }

    [Fact]
    public async Task AllTripped_DryRun_AsksWhichAndChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "resolve-paused --all-tripped --decision cancel --reason x --dry-run")).ShouldExitWith(0);

        Assert.Contains("/automations/aut_backlog/circuit_breaker/resolve_paused", result.Output, StringComparison.Ordinal);
        Assert.Contains("/automations/aut_runaway/circuit_breaker/resolve_paused", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            [OperationNames.ListAutomations],
            server.Journal.Entries.Select(entry => entry.Operation).Where(operation => operation != OperationNames.Token).Distinct());
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) =>
        Ectl.RunAsync(_user, ["automations", .. line.Split(' ')], server.Environment);
}
