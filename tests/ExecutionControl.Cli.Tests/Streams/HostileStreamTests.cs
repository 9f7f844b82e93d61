using System.Text;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>Standard streams that are closed, folders, or full, and arguments that are no text.</summary>
public sealed class HostileStreamTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("executions pause - --yes <&-", "Standard input is closed")]
    [InlineData("agent-runs resume 101 --prompt - <.", "Standard input is a folder")]
    [InlineData("executions pause - --yes 0>/dev/null", "Standard input cannot be read")]
    public async Task Process_InputCannotBeRead_SendsNothingAndExitsWithTwo(string line, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        AssertNothingWasSent(server, await ShellAsync(server, line), expected);
    }

    [Theory]
    [InlineData("executions pause - --yes", InputKind.Closed, "Standard input is closed")]
    [InlineData("executions get -", InputKind.Closed, "Standard input is closed")]
    [InlineData("executions pause - --yes -o json", InputKind.Closed, "Standard input is closed")]
    [InlineData("agent-runs resume 101 --prompt -", InputKind.Closed, "Standard input is closed")]
    [InlineData("auth login kubiya --stdin", InputKind.Closed, "Standard input is closed")]
    [InlineData("executions pause - --yes", InputKind.Folder, "Standard input is a folder")]
    [InlineData("agent-runs resume 101 --prompt -", InputKind.Folder, "Standard input is a folder")]
    [InlineData("auth login kubiya --stdin", InputKind.Folder, "Standard input is a folder")]
    [InlineData("agent-runs resume 101 --prompt -", InputKind.Empty, "The prompt on standard input is empty")]
    [InlineData("executions pause - --yes", InputKind.NoText, "Standard input is no UTF-8 text")]
    [InlineData("executions pause - --yes", InputKind.Endless, "Line 1 of standard input")]
    public async Task Run_InputCannotBeUsed_SendsNothingAndExitsWithTwo(string line, InputKind input, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        AssertNothingWasSent(server, await RunAsync(server, line, new EctlSurroundings { Input = Input(input) }), expected);
    }

    [Theory]
    [InlineData("executions list >/dev/full")]
    [InlineData("--help >/dev/full")]
    public async Task Process_OutputIsFull_SaysSoOnceAndExitsWithOne(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        AssertSaidOnce(await ShellAsync(server, line));
    }

    [Theory]
    [InlineData("executions list")]
    [InlineData("executions list -o json")]
    [InlineData("executions list -o jsonl")]
    [InlineData($"executions get {Running} -o json")]
    [InlineData($"executions get {Running} {Running}x -o jsonl")]
    [InlineData("auth status -o json")]
    [InlineData("--version")]
    [InlineData("--help")]
    [InlineData("completion bash")]
    public async Task Run_OutputIsFull_SaysSoOnceAndExitsWithOne(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var full = FullDevice.Open();

        AssertSaidOnce(await RunAsync(server, line, new EctlSurroundings { Output = full }));
    }

    [Theory]
    [InlineData($"executions pause {Running} >&-", 0)]
    [InlineData($"executions pause {Running} <&- >&- 2>&-", 0)]
    [InlineData($"executions pause {Running} 99999999-9999-4999-8999-999999999999 --yes >/dev/full 2>&-", 6)]
    public async Task Process_OutputCannotBeWritten_KeepsTheExitCodeOfTheCall(string line, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await ShellAsync(server, line)).ShouldExitWith(exitCode);

        Assert.InRange(server.Journal.Count(OperationNames.PauseExecution), 1, 2);
    }

    [Theory]
    [InlineData($"executions pause {Running}")]
    [InlineData($"executions pause {Running} -o json")]
    public async Task Call_OutputIsFull_KeepsItsExitCode(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var full = FullDevice.Open();

        (await RunAsync(server, line, new EctlSurroundings { Output = full })).ShouldExitWith(0);

        Assert.InRange(server.Journal.Count(OperationNames.PauseExecution), 1, 2);
    }

    [Fact]
    public async Task Process_ArgumentIsNoText_SendsNothingAndExitsWithTwo()
    {
        await using var server = await ReferenceServer.StartAsync();

        AssertNoText(server, await ShellAsync(server, "automations resolve-paused aut_runaway --decision cancel --reason $'caf\\xe9'"), "Argument 7");
    }

    [Theory]
    [InlineData("automations resolve-paused aut_runaway --decision cancel --reason", "caf", new byte[] { 0xE9 }, "Argument 7")]
    [InlineData("agent-runs resume 101 --prompt", "", new byte[] { 0xED, 0xA0, 0x80 }, "Argument 5")]
    [InlineData("executions pause -o json", "a", new byte[] { 0xFF }, "Argument 5")]
    public async Task Run_ArgumentIsNoText_SendsNothingAndExitsWithTwo(string line, string start, byte[] rest, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        AssertNoText(server, await RunAsync(server, line, [.. Encoding.UTF8.GetBytes(start), .. rest]), expected);
    }

    [Fact]
    public async Task Run_ReplacementCharacterIsTyped_IsText()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, "automations resolve-paused aut_runaway --yes --decision cancel --reason", Encoding.UTF8.GetBytes("caf\uFFFD"))).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("automations get -- -aut", 4)]
    [InlineData("automations get -o json -- --aut", 4)]
    [InlineData("executions pause -- -x", 5)]
    [InlineData("automations get -aut", 2)]
    [InlineData("automations get -aut -- -b", 2)]
    public async Task Run_IdBeginsLikeAnOption_IsAnIdAfterTwoHyphens(string line, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, line, new EctlSurroundings())).ShouldExitWith(exitCode);

        Assert.Equal(exitCode == 2, result.Error.Contains("There is no option", StringComparison.Ordinal));
    }

    private static void AssertNothingWasSent(ReferenceServer server, EctlResult result, string expected)
    {
        result.ShouldExitWith(2);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Journal.Entries, entry => entry.Method == "POST");
    }

    private static void AssertSaidOnce(EctlResult result)
    {
        result.ShouldExitWith(1);
        Assert.Equal(2, result.Error.Split("tandard output cannot be written").Length);
        Assert.Contains("No space left", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault", result.Error, StringComparison.Ordinal);
    }

    private static void AssertNoText(ReferenceServer server, EctlResult result, string expected)
    {
        result.ShouldExitWith(2);
        Assert.Contains($"{expected} of the command line is no UTF-8 text", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    private static IStandardInput Input(InputKind kind) => kind switch
    {
        InputKind.Closed => UnusableInput.Closed,
        InputKind.Folder => UnusableInput.Folder,
        InputKind.Empty => new TextInput([]),
        InputKind.NoText => new TextInput([0xFF]),
        InputKind.Endless => new TextInput(new byte[3_000_000]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such input."),
    };

    /// <summary>A last argument of any bytes, which .NET hands on as text.</summary>
    private Task<EctlResult> RunAsync(ReferenceServer server, string line, byte[] last) => RunAsync(
        server,
        [.. line.Split(' '), Encoding.UTF8.GetString(last)],
        new EctlSurroundings { CommandLine = [.. Encoding.UTF8.GetBytes($"ectl\0{line.Replace(' ', '\0')}\0"), .. last, 0] });

    private Task<EctlResult> RunAsync(ReferenceServer server, string line, EctlSurroundings surroundings) => RunAsync(server, line.Split(' '), surroundings);

    private async Task<EctlResult> RunAsync(ReferenceServer server, string[] arguments, EctlSurroundings surroundings)
    {
        await using var ectl = Ectl.Start(_user, arguments, surroundings, server.Environment);
        return await ectl.WaitAsync();
    }

    private async Task<EctlResult> ShellAsync(ReferenceServer server, string line)
    {
        await using var shell = EctlProcess.Start("/bin/bash", _user, ["--norc", "-c", $"\"$0\" {line}", EctlFile.Path], server.Environment);
        return await shell.WaitAsync();
    }
}
