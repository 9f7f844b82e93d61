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
    [InlineData("executions get - <&-", "Standard input is closed")]
    [InlineData("executions pause - --yes <&- -o json", "Standard input is closed")]
    [InlineData("agent-runs resume 101 --prompt - <&-", "Standard input is closed")]
    [InlineData("auth login kubiya --stdin <&-", "Standard input is closed")]
    [InlineData("executions pause - --yes <.", "Standard input is a folder")]
    [InlineData("agent-runs resume 101 --prompt - <.", "Standard input is a folder")]
    [InlineData("auth login kubiya --stdin <.", "Standard input is a folder")]
    [InlineData("executions pause - --yes 0>/dev/null", "Standard input cannot be read")]
    [InlineData("executions pause - --yes </dev/null", "Standard input names no execution")]
    [InlineData("agent-runs resume 101 --prompt - </dev/null", "The prompt on standard input is empty")]
    [InlineData("executions pause - --yes < <(printf '\\xff')", "Standard input is no UTF-8 text")]
    [InlineData("executions pause - --yes < <(head -c 3000000 /dev/zero)", "Line 1 of standard input")]
    public async Task Run_InputCannotBeRead_SendsNothingAndExitsWithTwo(string line, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Journal.Entries, entry => entry.Method == "POST");
    }

    [Theory]
    [InlineData("executions list >/dev/full")]
    [InlineData("executions list -o json >/dev/full")]
    [InlineData("executions list -o jsonl >/dev/full")]
    [InlineData($"executions get {Running} -o json >/dev/full")]
    [InlineData($"executions get {Running} {Running}x -o jsonl >/dev/full")]
    [InlineData("auth status -o json >/dev/full")]
    [InlineData("--version >/dev/full")]
    [InlineData("--help >/dev/full")]
    [InlineData("completion bash >/dev/full")]
    public async Task Run_OutputIsFull_SaysSoOnceAndExitsWithOne(string line)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, line)).ShouldExitWith(1);

        Assert.Equal(2, result.Error.Split("tandard output cannot be written").Length);
        Assert.Contains("No space left", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fault", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"executions pause {Running} >/dev/full", 0)]
    [InlineData($"executions pause {Running} -o json >/dev/full", 0)]
    [InlineData($"executions pause {Running} >&-", 0)]
    [InlineData($"executions pause {Running} <&- >&- 2>&-", 0)]
    [InlineData($"executions pause {Running} 99999999-9999-4999-8999-999999999999 --yes >/dev/full 2>&-", 6)]
    public async Task Call_OutputCannotBeWritten_KeepsItsExitCode(string line, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, line)).ShouldExitWith(exitCode);

        Assert.InRange(server.Journal.Count(OperationNames.PauseExecution), 1, 2);
    }

    [Theory]
    [InlineData("automations resolve-paused aut_runaway --decision cancel --reason $'caf\\xe9'", "Argument 7")]
    [InlineData("agent-runs resume 101 --prompt $'\\xed\\xa0\\x80'", "Argument 5")]
    [InlineData("executions pause $'a\\xff' -o json", "Argument 3")]
    public async Task Run_ArgumentIsNoText_SendsNothingAndExitsWithTwo(string line, string expected)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, line)).ShouldExitWith(2);

        Assert.Contains($"{expected} of the command line is no UTF-8 text", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Run_ReplacementCharacterIsTyped_IsText()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, "automations resolve-paused aut_runaway --decision cancel --reason $'caf\\xef\\xbf\\xbd'")).ShouldExitWith(0);
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

        var result = (await RunAsync(server, line)).ShouldExitWith(exitCode);

        Assert.Equal(exitCode == 2, result.Error.Contains("There is no option", StringComparison.Ordinal));
    }

    private async Task<EctlResult> RunAsync(ReferenceServer server, string line)
    {
        await using var shell = EctlProcess.Start("/bin/bash", _user, ["--norc", "-c", $"\"$0\" {line}", EctlProcess.Executable], server.Environment);
        return await shell.WaitAsync();
    }
}
