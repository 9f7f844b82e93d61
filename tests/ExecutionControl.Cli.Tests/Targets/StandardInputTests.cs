using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>Ids from standard input: all of them are read and checked before the first is acted on.</summary>
public sealed class StandardInputTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Ids_OnLines_AreActedOnInTheirOrder()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "104\r\n\n  103 \n101", "agent-runs", "unban", "--yes", "102", "-", "-", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal(["102", "104", "103", "101"], document.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("target").GetString()));
        Assert.Equal(4, server.Journal.Count(OperationNames.UnbanAgentRun));
    }

    [Fact]
    public async Task Ids_One_HasTheShapeOfSeveral()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "102\n", "agent-runs", "unban", "--yes", "-", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("ectl/v1/outcome-list", document.GetProperty("schema").GetString());
    }

    [Fact]
    public async Task Items_OfAList_ArePassedThroughAPipe()
    {
        await using var server = await ReferenceServer.StartAsync();
        var list = (await Ectl.RunAsync(_user, ["executions", "list", "--status", "waiting-for-input", "-o", "jsonl"], server.Environment)).ShouldExitWith(0);

        var result = (await RunAsync(server, list.Output, "executions", "cancel", "--yes", "-", "-o", "jsonl")).ShouldExitWith(0);

        Assert.Contains("44444444-4444-4444-8444-444444444444", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, server.Journal.Count(OperationNames.CancelExecution));
    }

    [Theory]
    [InlineData("102\n12x\n", "Line 2 of standard input names no agent run: '12x' is no agent run id")]
    [InlineData("102\n0\n", "Line 2")]
    [InlineData("{\"schema\":\"ectl/v1/execution\",\"id\":\"102\"}", "no document of the shape ectl/v1/agent-run")]
    [InlineData("{\"schema\":\"ectl/v1/agent-run\",\"id\":102}", "neither an id nor JSON")]
    [InlineData("{\"schema\":", "neither an id nor JSON")]
    public async Task Ids_OneIsNone_SendsNothingAndExitsWithTwo(string input, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, input, "agent-runs", "ban", "--yes", "-")).ShouldExitWith(2);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.BanAgentRun));
    }

    [Fact]
    public async Task Ids_NoText_SendsNothingAndExitsWithTwo()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["agent-runs", "ban", "--yes", "-"], server.Environment, [.. "102\n"u8, 0xED, 0xA0, 0x80])).ShouldExitWith(2);

        Assert.Contains("no UTF-8", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.BanAgentRun));
    }

    [Fact]
    public async Task Get_Ids_ShowsItemsAndFailuresInOneDocument()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "101\n999\n103\n", "agent-runs", "get", "-", "-o", "json")).ShouldExitWith(6).OutputDocument();

        Assert.Equal("ectl/v1/agent-run-list", document.GetProperty("schema").GetString());
        Assert.Equal(["101", "103"], document.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.Equal(2, document.GetProperty("count").GetInt32());
        Assert.False(document.GetProperty("complete").GetBoolean());
        Assert.Equal(6, document.GetProperty("exitCode").GetInt32());
        var failure = Assert.Single(document.GetProperty("failures").EnumerateArray());
        Assert.Equal("999", failure.GetProperty("target").GetString());
        Assert.Equal(4, failure.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Get_SeveralIds_ShowsAViewOfEachAndExitsWithPartial()
    {
        await using var server = await ReferenceServer.StartAsync();

        var table = (await Ectl.RunAsync(_user, ["automations", "get", "aut_runaway", "aut_nobody", "aut_nightly"], server.Environment)).ShouldExitWith(6);
        var lines = (await Ectl.RunAsync(_user, ["automations", "get", "aut_runaway", "aut_nobody", "-o", "jsonl"], server.Environment)).ShouldExitWith(6);

        Assert.Equal(2, table.Output.Split("\n\n").Length);
        Assert.Contains("aut_nobody", table.Error, StringComparison.Ordinal);
        Assert.Contains("\"schema\":\"ectl/v1/automation\"", lines.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\"schema\":\"ectl/v1/outcome\"", lines.Output.Split('\n')[1], StringComparison.Ordinal);
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, string input, params string[] arguments) =>
        Ectl.RunAsync(_user, arguments, server.Environment, Encoding.UTF8.GetBytes(input));
}
