using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ExecutionControl.Cli.Tests.Install.LongestFirst", "ExecutionControl.Cli.Tests")]

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>Begins with the tests for which ectl is compiled as it is published: that takes longer than most others together.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => collection.DisplayName == InstallationCollection.Name);
}
