namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>What a credential opens.</summary>
internal enum Door
{
    ConductorOne,
    Codegen,
    Kubiya,
    Control,

    /// <summary>The token endpoint: open to all, and what it gives is not.</summary>
    Token,
}
