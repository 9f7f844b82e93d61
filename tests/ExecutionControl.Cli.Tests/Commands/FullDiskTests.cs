using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>A report that cannot be written must not hide what was done.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Run_StdoutIsFull_KeepsTheExitCodeAndReportsOnStderr()
    {
        await using var shell = EctlProcess.Start(
            "/bin/sh",
            _user,
            ["-c", "exec \"$0\" --sandbox executions pause 11111111-1111-4111-8111-111111111111 > /dev/full", EctlFile.Path]);

        var result = (await shell.WaitAsync()).ShouldExitWith(0);

        Assert.Contains("standard output cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Contains("Applied: execution 11111111-1111-4111-8111-111111111111", result.Error, StringComparison.Ordinal);
    }
}
