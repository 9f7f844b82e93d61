namespace ExecutionControl.Reference;

/// <summary>The names by which the journal tells which service a request was for.</summary>
public static class ServiceNames
{
    /// <summary>ConductorOne, its token endpoint included. Paths that belong to no service count as its own.</summary>
    public const string ConductorOne = "ConductorOne";

    /// <summary>Codegen.</summary>
    public const string Codegen = "Codegen";

    /// <summary>Kubiya.</summary>
    public const string Kubiya = "Kubiya";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ConductorOne, Codegen, Kubiya];
}
