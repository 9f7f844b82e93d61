using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Somebody who pipes the output into <c>head</c> has seen enough: that is no failure.</summary>
public sealed class ReaderGoneTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("--version")]
    [InlineData("completion", "bash")]
    [InlineData("profile", "list")]
    [InlineData("--sandbox", "executions", "list", "--output", "json")]
    public async Task Run_NobodyReadsStdout_EndsQuietly(params string[] arguments)
    {
        await using var shell = EctlProcess.Start(
            "/bin/bash",
            _user,
            ["-c", "exec 3> >(exit 0); wait $!; \"$0\" \"$@\" >&3", EctlProcess.Executable, .. arguments]);

        var result = (await shell.WaitAsync()).ShouldExitWith(0);

        Assert.DoesNotContain("pipe", result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fault", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("help", "output")]
    [InlineData("--sandbox", "executions", "list")]
    public async Task Run_StdoutIsClosed_EndsQuietly(params string[] arguments)
    {
        await using var shell = EctlProcess.Start("/bin/bash", _user, ["-c", "\"$0\" \"$@\" >&-", EctlProcess.Executable, .. arguments]);

        Assert.DoesNotContain("fault", (await shell.WaitAsync()).ShouldExitWith(0).Error, StringComparison.Ordinal);
    }
}
