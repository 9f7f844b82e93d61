using ExecutionControl.Testing.Repository;

namespace ExecutionControl.ConformanceTests.Coverage;

/// <summary>The specifications of the three services.</summary>
internal static class Specifications
{
    public static string ConductorOne { get; } = PathOf("conductorone");

    public static string Codegen { get; } = PathOf("codegen");

    public static string Kubiya { get; } = PathOf("kubiya");

    public static IReadOnlyList<string> All { get; } = [ConductorOne, Codegen, Kubiya];

    public static IReadOnlyList<SpecifiedOperation> Operations { get; } = [.. All.SelectMany(SpecifiedOperation.ReadAll)];

    private static string PathOf(string service) => Path.Combine(RepositoryFolder.Path, "openapi", service + ".yaml");
}
