namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>Runs one check against a server of its own that breaks nothing.</summary>
internal static class HealthyServer
{
    public static TheoryData<string> NamesOf(IEnumerable<ContractCheck> checks) => [.. checks.Select(check => check.Name)];

    public static async Task KeepsAsync(string name)
    {
        var run = Assert.Single(await ContractSuite.RunAsync([ContractSuite.Named(name)], violations: [], CancellationToken.None));
        Assert.True(run.Verdict == CheckVerdict.Kept, run.Cause?.ToString());
    }
}
