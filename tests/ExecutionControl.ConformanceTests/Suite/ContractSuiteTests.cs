using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Suite;

public sealed class ContractSuiteTests
{
    [Fact]
    public void All_Names_AreUnique() => Assert.Distinct(ContractSuite.All.Select(check => check.Name));

    [Fact]
    public async Task PositivePath_HealthyServer_CarriesOutEveryOperationOfTheSpecifications()
    {
        var journal = new List<RequestJournalEntry>();
        await using var server = await ContractSuite.StartAsync(ResolveAnswer.Counts, violations: [], CancellationToken.None);
        foreach (var check in ContractSuite.All.Where(check => check is { IsPositivePath: true, ResolveAnswer: ResolveAnswer.Counts }))
        {
            var run = await CheckRun.OfAsync(check, CheckTarget.Of(server));
            Assert.True(run.Verdict == CheckVerdict.Kept, run.ToString());
            journal.AddRange(server.Journal.Entries);
        }

        Assert.True(Specifications.Operations.Count >= 18, "the specifications were not read");
        Assert.Empty(OperationCoverage.Missing(journal));
        Assert.Equal(Specifications.Operations, OperationCoverage.Missing([]));
    }
}
