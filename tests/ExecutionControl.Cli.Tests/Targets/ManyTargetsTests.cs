using System.Globalization;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>Many targets: only failures are listed, what was not sent can be gone on with, and a rate limit stops all of them at once.</summary>
public sealed class ManyTargetsTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Run_Many_ListsOnlyThoseThatFailed()
    {
        await using var server = new RawServer(request => request.Path.Contains("/e7/", StringComparison.Ordinal)
            ? RawAnswer.Json(404, """{"detail":"Execution not found"}""")
            : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        var result = (await RunAsync(server, 40)).ShouldExitWith(6);

        Assert.Equal(["TARGET", "e7"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(' ')[0]));
        Assert.Contains("Partial: 40 executions, 39 applied, 1 not found.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ManyAreNotSent_KeepsThemInAFileThatCanBeGoneOnWith()
    {
        var isRejecting = true;
        await using var server = new RawServer(_ => isRejecting
            ? RawAnswer.Json(401, """{"detail":"no"}""")
            : RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        var result = (await RunAsync(server, 40)).ShouldExitWith(3);
        isRejecting = false;
        var path = result.Error.Split("ectl executions pause - < ")[1].Split('\n')[0];
        var sent = server.Requests.Count;
        var rest = (await Ectl.RunAsync(
            _user, ["executions", "pause", "-", "--yes"], ServiceVariables.Kubiya(server.Url), await File.ReadAllBytesAsync(path))).ShouldExitWith(0);

        Assert.DoesNotContain("not sent  ", result.Output, StringComparison.Ordinal);
        Assert.Equal(40, server.Requests.Count);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{40 - sent} were not sent"), result.Error, StringComparison.Ordinal);
        Assert.Contains("all applied", rest.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Run_ManyByDefault_HasFourUnderWayAtOnce()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Ectl.Start(_user, Line(40), ServiceVariables.Kubiya(server.Url));

        await server.ArrivalsAsync(4);
        ectl.Interrupt();

        (await ectl.WaitAsync()).ShouldExitWith(130);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Gate_Closed_OpensForAllWhenTheWaitIsOver()
    {
        var clock = new FakeTimeProvider();
        var gate = new ExecutionControl.Cli.Services.RateLimitGate(clock);
        gate.Close(TimeSpan.FromSeconds(10));
        gate.Close(TimeSpan.FromSeconds(3));

        var waits = Task.WhenAll(gate.WaitAsync(CancellationToken.None), gate.WaitAsync(CancellationToken.None));
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waits.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        await waits.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(gate.WaitAsync(CancellationToken.None).IsCompleted);
    }

    private static string[] Line(int count) =>
        ["executions", "pause", "--yes", .. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"e{number}"))];

    private Task<EctlResult> RunAsync(RawServer server, int count) => Ectl.RunAsync(_user, Line(count), ServiceVariables.Kubiya(server.Url));
}
