using ExecutionControl.Testing.Repository;

namespace ExecutionControl.ContractTests;

/// <summary>The clone that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The folder with this project's sources, where WireMock is installed and the mappings lie.</summary>
    public static string ContractTests { get; } = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.ContractTests");
}
