using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ExecutionControl.Cli.Tests.Install.LongestFirst", "ExecutionControl.Cli.Tests")]

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>
/// Begins with the tests for which ectl is compiled as it is published: that takes longer than most others together. The subjects whose tests start
/// processes come last: by then the compiled file is there, which starts at once.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Last = ["Commands", "Files", "Credentials", "Streams", "Terminal", "Documentation"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections
        .OrderByDescending(collection => collection.DisplayName.EndsWith($".{nameof(NativeFileTests)}", StringComparison.Ordinal))
        .ThenByDescending(collection => collection.DisplayName.Contains(".Tests.Install.", StringComparison.Ordinal))
        .ThenBy(collection => Array.FindIndex(Last, subject => collection.DisplayName.Contains($".Tests.{subject}.", StringComparison.Ordinal)));
}
