namespace ExecutionControl.Reference;

/// <summary>Which service a request was for.</summary>
public enum ServiceName
{
    /// <summary>ConductorOne, its token endpoint included. Paths that belong to no service count as its own.</summary>
    ConductorOne,

    /// <summary>Codegen.</summary>
    Codegen,

    /// <summary>Kubiya.</summary>
    Kubiya,
}
