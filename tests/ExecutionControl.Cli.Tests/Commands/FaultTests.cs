using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Faults of ectl itself, from a real cause: an installation that lacks the reference server.</summary>
public sealed class FaultTests : IDisposable
{
    private static readonly string[] Pause = ["executions", "pause", "11111111-1111-4111-8111-111111111111"];

    private readonly UserFolder _user = new();
    private readonly string _executable;

    public FaultTests() => _executable = IncompleteInstallation.Create(_user);

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Fault_ForPeople_ExitsWithOneWithoutAStackTrace()
    {
        var result = (await RunAsync([.. Pause, "--sandbox"])).ShouldExitWith(1);

        Assert.Empty(result.Output);
        Assert.StartsWith("ectl failed by a fault of its own", result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_Verbose_ShowsWhere()
    {
        var result = (await RunAsync([.. Pause, "--sandbox", "--verbose"])).ShouldExitWith(1);

        Assert.Contains("   at ExecutionControl.Cli.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_JsonWanted_PrintsOneDocument()
    {
        var document = (await RunAsync([.. Pause, "--sandbox", "-o", "json"])).ShouldExitWith(1).ErrorDocument();

        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
        Assert.Equal(1, document.GetProperty("exitCode").GetInt32());
        Assert.Equal("kubiya", document.GetProperty("service").GetString());
        Assert.False(document.TryGetProperty("stackTrace", out _));
    }

    [Fact]
    public async Task Run_WithoutSandbox_DoesNotEvenLoadTheServer() =>
        (await RunAsync(Pause)).ShouldExitWith(3);

    private async Task<EctlResult> RunAsync(IReadOnlyList<string> arguments)
    {
        await using var ectl = EctlProcess.Start(_executable, _user, arguments);
        return await ectl.WaitAsync();
    }
}
