using System.Globalization;
using System.Runtime.Versioning;
using ExecutionControl.Cli.Tests.Files;
using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Invocation;

/// <summary>What other processes of the same user see of a running ectl.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProcessMemoryTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    [Trait("Requires", "root")]
    public async Task Run_OtherProcessOfTheSameUser_SeesTheCommandLineAndNotTheEnvironment()
    {
        // Root sees everything, so ectl and who looks at it are another user's.
        Root.GiveAway(_user.Home);
        Root.GiveAway(_user.Temporary);
        const string script = """
            umask 077
            ulimit -S -c unlimited 2>/dev/null
            "$0" serve > line & pid=$!
            while ! test -s line; do sleep 0.05; done
            tr '\0' ' ' < /proc/$pid/cmdline; echo
            cat /proc/$pid/environ 2>&1 | tr '\0' ' ' | tail -c 200; echo
            grep 'Max core file size' /proc/$pid/limits
            head -c 1 /proc/$pid/mem > memory 2>/dev/null || echo closed
            kill $pid; wait $pid
            """;
        var user = Root.Stranger.ToString(CultureInfo.InvariantCulture);
        await using var shell = EctlProcess.Start(
            "setpriv", _user, ["--reuid", user, "--regid", user, "--clear-groups", "/bin/sh", "-c", script, EctlFile.Path], ServiceVariables.Of(("MARK", "mark-4711")));

        var result = await shell.WaitAsync();

        Assert.Contains(" serve ", result.Output, StringComparison.Ordinal);
        Assert.Contains("Permission denied", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mark-4711", result.Output, StringComparison.Ordinal);
        Assert.Matches("Max core file size +0 ", result.Output);
        Assert.Contains("closed", result.Output, StringComparison.Ordinal);
    }
}
