using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;
using Xunit.Abstractions;

namespace ExecutionControl.ConformanceTests.ContractViolations;

/// <summary>Each way to break the contract on purpose is noticed by the suite.</summary>
public sealed class ContractViolationTests(ContractViolationRuns runs, ITestOutputHelper output) : IClassFixture<ContractViolationRuns>
{
    public static TheoryData<string> Names => [.. ContractViolationName.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void Suite_BrokenServer_Notices(string violation)
    {
        var found = runs.Of(violation);
        var broken = found.Where(run => run.Verdict == CheckVerdict.Broken).ToList();
        output.WriteLine($"{violation} was noticed by {broken.Count} of {found.Count}:");
        broken.ForEach(run => output.WriteLine(run.ToString()));

        Assert.Equal(ContractSuite.All.Count, found.Count);
        Assert.NotEmpty(broken);

        // A server that could not be asked would be noticed by all, and a check that fails by itself notices nothing.
        var failed = found.Where(run => run.Verdict == CheckVerdict.Failed).ToList();
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.Contains(found, run => run.Verdict == CheckVerdict.Kept);
    }
}
