using ExecutionControl.Soak;

namespace ExecutionControl.Tools.Tests.Soak;

/// <summary>The soak itself, for a moment.</summary>
public sealed class SoakRunTests
{
    [Fact]
    public async Task RunAsync_FewCalls_BothSidesAgree()
    {
        using var output = new StringWriter();

        var exitCode = await new SoakRun(calls: 400, concurrency: 8, batch: 200, seed: 1, output).RunAsync(CancellationToken.None);

        Assert.True(exitCode == 0, output.ToString());
        Assert.EndsWith($"Both sides agree; no outcome was wrong.{Environment.NewLine}", output.ToString(), StringComparison.Ordinal);
    }
}
