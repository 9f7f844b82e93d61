using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>How lists print: ids alone, whole columns, in an order, never wider than the terminal; and that a pipe takes all of it.</summary>
public sealed class ListFormatTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("executions list --running -o name", $"{Running}\n{Waiting}\n")]
    [InlineData("agent-runs list -o name --sort oldest", "103\n101\n102\n104\n")]
    [InlineData("agent-runs list -o name --sort id --limit 2", "101\n102\n")]
    [InlineData("automations list -o name --sort name", "aut_nightly\naut_runaway\naut_backlog\n")]
    [InlineData("executions list --name crew --sort newest -o name", "22222222-2222-4222-8222-222222222222\n44444444-4444-4444-8444-444444444444\n")]
    public async Task List_Names_PrintsIdsAlone(string line, string expected)
    {
        await using var server = await StartAsync();

        Assert.Equal(expected, (await RunAsync(server, line)).ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task List_NoHeaders_LeavesTheTitlesOut()
    {
        await using var server = await StartAsync();

        Assert.StartsWith("104", (await RunAsync(server, "agent-runs list --no-headers")).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("automations list", 80)]
    [InlineData("automations list", 40)]
    [InlineData("agent-runs list", 80)]
    [InlineData("executions list", 80)]
    [InlineData("executions list", 60)]
    [InlineData("automation-executions list --limit 5", 80)]
    public async Task List_OnATerminal_NoRowIsLongerThanALineAndNoIdIsCut(string line, int columns)
    {
        await using var server = await StartAsync();
        var ids = (await RunAsync(server, $"{line} -o name")).ShouldExitWith(0).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var screen = new WrittenText();
        await using var ectl = Ectl.Start(
            _user,
            line.Split(' '),
            new EctlSurroundings { Output = screen, IsOutputTerminal = true },
            server.Environment.With("TERM", "xterm").With("NO_COLOR", "1").With("COLUMNS", $"{columns}"));

        (await ectl.WaitAsync()).ShouldExitWith(0);

        var rows = screen.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(rows, row => Assert.InRange(row.Length, 1, columns));
        Assert.Equal(ids.Order(StringComparer.Ordinal), rows.Skip(1).Select(row => row.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_WideOrPiped_CutsNothing()
    {
        await using var server = await StartAsync();

        Assert.DoesNotContain("…", (await RunAsync(server, "automations list -o wide")).ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("Recertify dormant accounts", (await RunAsync(server, "automations list")).ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executions get 11111111-1111-4111-8111-111111111111 -o name")]
    [InlineData("automations clear-breaker aut_runaway --yes -o wide")]
    public async Task NamesOrWide_NoList_SendsNothing(string line)
    {
        await using var server = await StartAsync();

        (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("automations get aut_runaway", @"Tripped +[0-9]+ min ago \([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}Z\)")]
    [InlineData("executions get 11111111-1111-4111-8111-111111111111", @"Created +[0-9]+ min ago \([0-9-]+ [0-9:]+Z\)")]
    public async Task Get_Time_IsShownBothWays(string line, string pattern)
    {
        await using var server = await StartAsync();

        Assert.Matches(pattern, (await RunAsync(server, line)).ShouldExitWith(0).Output);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("wide")]
    [InlineData("name")]
    [InlineData("json")]
    [InlineData("jsonl")]
    public async Task Pipe_WhateverAListPrints_IsTaken(string format)
    {
        await using var server = await StartAsync();
        var list = (await RunAsync(server, $"executions list --running -o {format}")).ShouldExitWith(0);

        var result = (await PipeAsync(server, list.Output, "executions cancel - --yes -o json")).ShouldExitWith(0);

        Assert.Equal(2, result.OutputDocument().GetProperty("count").GetInt32());
        Assert.Equal(2, server.Journal.Count(OperationNames.CancelExecution));
    }

    [Theory]
    [InlineData("table")]
    [InlineData("name")]
    [InlineData("json")]
    [InlineData("jsonl")]
    public async Task Pipe_EmptyList_IsNothingToDo(string format)
    {
        await using var server = await StartAsync();
        var list = (await RunAsync(server, $"executions list --status failed -o {format}")).ShouldExitWith(0);

        var result = (await PipeAsync(server, list.Output, "executions cancel - --yes")).ShouldExitWith(0);

        Assert.Contains("nothing to do", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.CancelExecution));
    }

    [Theory]
    [InlineData("table", true)]
    [InlineData("name", true)]
    [InlineData("json", true)]
    [InlineData("jsonl", true)]
    [InlineData("table", false)]
    [InlineData("name", false)]
    [InlineData("json", false)]
    [InlineData("jsonl", false)]
    public async Task Pipe_BrokenList_SendsNothing(string format, bool isBegun)
    {
        var pages = 0;
        await using var broken = new RawServer(_ => isBegun && Interlocked.Increment(ref pages) == 1
            ? RawAnswer.Json(200, $"[{string.Join(',', Enumerable.Range(1, 100).Select(number => $"{{\"id\":\"e{number}\",\"status\":\"running\"}}"))}]")
            : RawAnswer.Json(403, """{"detail":"no"}"""));
        var list = (await Ectl.RunAsync(_user, ["executions", "list", "-o", format], ServiceVariables.Kubiya(broken.Url))).ShouldExitWith(3);
        await using var server = await StartAsync();

        var result = (await PipeAsync(server, list.Output, "executions cancel - --yes")).ShouldExitWith(2);

        Assert.Contains("broke off", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.CancelExecution));
    }

    private static Task<ReferenceServer> StartAsync() => ReferenceServer.StartAsync(new ReferenceServerOptions { SeedPaused = 7 });

    private Task<EctlResult> RunAsync(ReferenceServer server, string line) => Ectl.RunAsync(_user, line.Split(' '), server.Environment);

    private Task<EctlResult> PipeAsync(ReferenceServer server, string input, string line) =>
        Ectl.RunAsync(_user, line.Split(' '), server.Environment, Encoding.UTF8.GetBytes(input));
}
