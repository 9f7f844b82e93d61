using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Nobody reads what ectl says: that neither keeps a call from being made, nor changes what it came to.</summary>
public sealed class BrokenPipeTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData($"executions cancel --yes {Running} {Waiting} --verbose", "2>&1 | true", 0, 2)]
    [InlineData($"executions cancel --yes {Running}", ">&- 2>&-", 0, 1)]
    [InlineData($"executions cancel --yes {Running} {Waiting} --verbose", "> /dev/full 2>&1", 0, 2)]
    public async Task Process_NobodyReads_MakesTheCallAndKeepsItsExitCode(string line, string redirection, int exitCode, int calls)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await ShellAsync(server, line, redirection)).ShouldExitWith(exitCode);

        Assert.Equal(calls, server.Journal.Count(OperationNames.CancelExecution));
    }

    [Theory]
    [InlineData($"executions cancel --yes {Running}", 0, 1)]
    [InlineData($"executions cancel --yes {Running} {Waiting} --verbose", 0, 2)]
    [InlineData($"executions cancel --yes {Running} {Waiting} --verbose -o json", 0, 2)]
    [InlineData("executions cancel --yes 99999999-9999-4999-8999-999999999999", 4, 1)]
    public async Task Call_NobodyReads_IsMadeAndKeepsItsExitCode(string line, int exitCode, int calls)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var broken = BrokenPipeStream.Open();

        (await RunAsync(line, new EctlSurroundings { Output = broken, Error = broken }, server.Environment)).ShouldExitWith(exitCode);

        Assert.Equal(calls, server.Journal.Count(OperationNames.CancelExecution));
    }

    [Fact]
    public async Task Process_ReaderHasSeenEnough_EndsQuietly()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await ShellAsync(server, "executions list -o json --quiet", "| true")).ShouldExitWith(0);

        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("executions list -o json")]
    [InlineData($"executions get {Running}")]
    [InlineData($"executions get {Running} {Waiting}")]
    [InlineData("auth status")]
    public async Task Read_ReaderHasSeenEnough_EndsQuietly(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var broken = BrokenPipeStream.Open();

        var result = (await RunAsync($"{line} --quiet", new EctlSurroundings { Output = broken }, server.Environment)).ShouldExitWith(0);

        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Process_NobodyReadsStdout_EndsQuietly()
    {
        await using var shell = EctlProcess.Start(
            "/bin/bash",
            _user,
            ["-c", "exec 3> >(exit 0); wait $!; \"$0\" \"$@\" >&3", EctlFile.Path, "--version"]);

        AssertQuiet(await shell.WaitAsync());
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("completion bash")]
    [InlineData("profile list")]
    [InlineData("--sandbox executions list --output json")]
    public async Task Run_NobodyReadsStdout_EndsQuietly(string line)
    {
        await using var broken = BrokenPipeStream.Open();

        AssertQuiet(await RunAsync(line, new EctlSurroundings { Output = broken }));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("help", "output")]
    [InlineData("--sandbox", "executions", "list")]
    public async Task Process_StdoutIsClosed_EndsQuietly(params string[] arguments)
    {
        await using var shell = EctlProcess.Start("/bin/bash", _user, ["-c", "\"$0\" \"$@\" >&-", EctlFile.Path, .. arguments]);

        Assert.DoesNotContain("fault", (await shell.WaitAsync()).ShouldExitWith(0).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("help environment")]
    [InlineData("executions --help")]
    [InlineData($"executions get {Running}")]
    public async Task Read_DiskIsFull_ExitsWithOneAndSaysSo(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var full = FullDevice.Open();

        var result = (await RunAsync(line, new EctlSurroundings { Output = full }, server.Environment)).ShouldExitWith(1);

        Assert.Contains("No space left", result.Error, StringComparison.Ordinal);
    }

    private static void AssertQuiet(EctlResult result)
    {
        result.ShouldExitWith(0);
        Assert.DoesNotContain("pipe", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fault", result.Error, StringComparison.Ordinal);
    }

    private async Task<EctlResult> RunAsync(string line, EctlSurroundings surroundings, IReadOnlyDictionary<string, string>? variables = null)
    {
        await using var ectl = Ectl.Start(_user, line.Split(' '), surroundings, variables);
        return await ectl.WaitAsync();
    }

    private async Task<EctlResult> ShellAsync(ReferenceServer server, string line, string redirection)
    {
        await using var shell = EctlProcess.Start(
            "/bin/bash", _user, ["--norc", "-c", $"\"$0\" {line} {redirection}; exit ${{PIPESTATUS[0]}}", EctlFile.Path], server.Environment);
        return await shell.WaitAsync();
    }
}
