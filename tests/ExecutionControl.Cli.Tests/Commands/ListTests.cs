using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>The four lists, in every format.</summary>
public sealed class ListTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations list", "automation", "aut_backlog aut_nightly aut_runaway")]
    [InlineData("automations list --tripped", "automation", "aut_backlog aut_runaway")]
    [InlineData("automation-executions list --automation aut_nightly", "automation-execution", "9007199254740993 839265")]
    [InlineData("automation-executions list --automation aut_nightly --state Process_Step", "automation-execution", "9007199254740993")]
    [InlineData("automation-executions list --state AUTOMATION_EXECUTION_STATE_DONE", "automation-execution", "839265")]
    [InlineData("automation-executions list --state done --state process-step --user-id user_1", "automation-execution", "9007199254740993 839265")]
    [InlineData("automation-executions list --app app_warehouse --limit 1", "automation-execution", "2012000")]
    [InlineData("agent-runs list", "agent-run", "104 102 103 101")]
    [InlineData("agent-runs list --status paused --status COMPLETE", "agent-run", "104 103 101")]
    [InlineData("agent-runs list --source-type SLACK --user-id 7", "agent-run", "101")]
    [InlineData("executions list --status waiting-for-input", "execution", "44444444-4444-4444-8444-444444444444")]
    [InlineData("executions list --limit 1", "execution", "11111111-1111-4111-8111-111111111111")]
    public async Task List_Filtered_GivesTheSameItemsInEveryFormat(string line, string kind, string ids)
    {
        await using var server = await ReferenceServer.StartAsync();
        var expected = ids.Split(' ').Order(StringComparer.Ordinal);

        var json = (await RunAsync(server, line, "-o", "json")).ShouldExitWith(0).OutputDocument();
        var lines = (await RunAsync(server, line, "-o", "jsonl")).ShouldExitWith(0);
        var table = (await RunAsync(server, line)).ShouldExitWith(0);

        Assert.Equal($"ectl/v1/{kind}-list", json.GetProperty("schema").GetString());
        Assert.Equal(expected, json.GetProperty("items").EnumerateArray().Select(IdOf).Order(StringComparer.Ordinal));
        Assert.Equal(!line.Contains("--limit", StringComparison.Ordinal), json.GetProperty("complete").GetBoolean());
        Assert.Equal(expected.Count(), json.GetProperty("count").GetInt32());
        Assert.Equal(0, json.GetProperty("exitCode").GetInt32());
        Assert.Empty(lines.Error);
        var documents = lines.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement).ToList();
        Assert.Equal(expected, documents.Select(IdOf).Order(StringComparer.Ordinal));
        Assert.All(documents, document => Assert.Equal($"ectl/v1/{kind}", document.GetProperty("schema").GetString()));
        var rows = table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("ID ", rows[0], StringComparison.Ordinal);
        Assert.Equal(expected, rows.Skip(1).Select(row => row.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.DoesNotContain('\u001b', table.Output + table.Error);
    }

    [Fact]
    public async Task List_Limited_AsksForNoMorePagesThanNeeded()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "automation-executions list --automation aut_backlog --limit 101")).ShouldExitWith(0);

        Assert.Equal(102, result.Output.Count(character => character == '\n'));
        Assert.Equal(2, server.Journal.Count(OperationNames.SearchAutomationExecutions));
        Assert.Contains("stopped after 101 by --limit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ManyPages_AlignsEveryRow()
    {
        await using var server = await ReferenceServer.StartAsync();

        var rows = (await RunAsync(server, "automation-executions list --automation aut_runaway", "-q")).ShouldExitWith(0)
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(241, rows.Length);
        Assert.Single(rows.Select(row => row.IndexOf("aut_runaway", StringComparison.Ordinal)).Skip(1).Distinct());
    }

    [Fact]
    public async Task List_Quiet_LeavesStandardErrorEmpty()
    {
        await using var server = await ReferenceServer.StartAsync();

        Assert.Empty((await RunAsync(server, "executions list --quiet")).ShouldExitWith(0).Error);
    }

    [Fact]
    public async Task List_NothingMatches_IsAnEmptyList()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "executions list --status failed -o json")).ShouldExitWith(0).OutputDocument();
        var table = (await RunAsync(server, "executions list --status failed")).ShouldExitWith(0);

        Assert.Equal(0, document.GetProperty("count").GetInt32());
        Assert.Empty(table.Output);
        Assert.Contains("there is no execution that matches", table.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_BreaksOffAfterAPage_ClosesTheDocumentAndReportsTheFailure()
    {
        var pages = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref pages) == 1
            ? RawAnswer.Json(200, Page(100))
            : RawAnswer.Json(403, """{"detail":"no longer"}"""));

        var result = (await Ectl.RunAsync(_user, ["executions", "list", "-o", "json"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3);

        using var document = JsonDocument.Parse(result.Output);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(3, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.Equal(100, document.RootElement.GetProperty("items").GetArrayLength());
        using var failure = JsonDocument.Parse(result.Error);
        Assert.Equal("refused", failure.RootElement.GetProperty("outcome").GetString());
        Assert.Equal(3, failure.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task List_FailsBeforeTheFirstItem_SaysInItsDocumentThatItIsNotComplete()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(403, """{"detail":"not for you"}"""));

        var result = (await Ectl.RunAsync(_user, ["executions", "list", "-o", "json"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3);

        using var document = JsonDocument.Parse(result.Output);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.Equal(3, document.RootElement.GetProperty("exitCode").GetInt32());
        using var failure = JsonDocument.Parse(result.Error);
        Assert.Equal(3, failure.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task List_InterruptedAfterAPage_ClosesTheDocumentAndSaysWhy()
    {
        var pages = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref pages) == 1 ? RawAnswer.Json(200, Page(100)) : RawAnswer.Silence);
        await using var ectl = Ectl.Start(_user, ["executions", "list", "-o", "json"], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(2);

        ectl.Interrupt();

        var result = (await ectl.WaitAsync()).ShouldExitWith(130);
        using var document = JsonDocument.Parse(result.Output);
        Assert.Equal(130, document.RootElement.GetProperty("exitCode").GetInt32());
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        using var failure = JsonDocument.Parse(result.Error);
        Assert.Equal(130, failure.RootElement.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task List_TextHoldsControlCharacters_DoesNotPassThemToTheTerminal()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """[{"id":"a","status":"running","entity_name":"\u001b[2Jgone\nnext"}]"""));

        var result = (await Ectl.RunAsync(_user, ["executions", "list"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("\\u001b[2Jgone next", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("automations get aut_runaway", "automation", "circuitBreakerTripped", "true")]
    [InlineData("automation-executions get 9007199254740993", "automation-execution", "state", "AUTOMATION_EXECUTION_STATE_PROCESS_STEP")]
    [InlineData("agent-runs get 103", "agent-run", "status", "COMPLETE")]
    [InlineData("executions get 22222222-2222-4222-8222-222222222222", "execution", "status", "paused")]
    public async Task Get_Known_ShowsTheItem(string line, string kind, string property, string value)
    {
        await using var server = await ReferenceServer.StartAsync();
        var id = line.Split(' ')[^1];

        var document = (await RunAsync(server, line, "-o", "json")).ShouldExitWith(0).OutputDocument();
        var table = (await RunAsync(server, line)).ShouldExitWith(0);

        Assert.Equal($"ectl/v1/{kind}", document.GetProperty("schema").GetString());
        Assert.Equal(id, IdOf(document));
        Assert.Equal(0, document.GetProperty("exitCode").GetInt32());
        Assert.NotEmpty(document.GetProperty("service").GetString()!);
        Assert.Equal(value, document.GetProperty(property).ToString(), ignoreCase: true);
        Assert.Contains(id, table.Output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("automations get aut_nobody")]
    [InlineData("automation-executions get 424242")]
    [InlineData("agent-runs get 999")]
    [InlineData("executions get 99999999-9999-4999-8999-999999999999")]
    public async Task Get_Unknown_ExitsWithFour(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, line, "-o", "jsonl")).ShouldExitWith(4).ErrorDocument();

        Assert.Equal("refused", document.GetProperty("outcome").GetString());
        Assert.Equal(line.Split(' ')[^1], document.GetProperty("target").GetString());
    }

    private static string IdOf(JsonElement item) => item.GetProperty("id").GetString()!;

    private static string Page(int count) =>
        $"[{string.Join(',', Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"e{number}\",\"status\":\"running\"}}")))}]";

    private Task<EctlResult> RunAsync(ReferenceServer server, string line, params string[] more) =>
        Ectl.RunAsync(_user, [.. line.Split(' '), .. more], server.Environment);
}
