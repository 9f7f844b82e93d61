using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests;

/// <summary>The clone that the tests run in.</summary>
internal static class Repository
{
    public static RepositoryLayout Layout { get; } = RepositoryLayout.Find(AppContext.BaseDirectory);

    /// <summary>The folder with this project's sources, where WireMock is installed and the mappings lie.</summary>
    public static string ContractTests { get; } = Path.Combine(Layout.Root, "tests", "ExecutionControl.ContractTests");
}
