namespace ExecutionControl.Reference;

/// <summary>What opens a reference server: the published sandbox credentials on loopback, random ones elsewhere.</summary>
public sealed class ReferenceServerCredentials
{
    internal ReferenceServerCredentials(ConductorOneCredentials conductorOne, CodegenCredentials codegen, KubiyaCredentials kubiya, string? controlToken)
    {
        ConductorOne = conductorOne;
        Codegen = codegen;
        Kubiya = kubiya;
        ControlToken = controlToken;
    }

    /// <summary>For ConductorOne's operations.</summary>
    public ConductorOneCredentials ConductorOne { get; }

    /// <summary>For Codegen's operations.</summary>
    public CodegenCredentials Codegen { get; }

    /// <summary>For Kubiya's operations.</summary>
    public KubiyaCredentials Kubiya { get; }

    /// <summary>What opens <c>/_control</c>, random for each start; null when that is off.</summary>
    public string? ControlToken { get; }

    /// <summary>Whom the credentials stand for, never a secret.</summary>
    public override string ToString() => $"{ConductorOne}, {Codegen}";
}
