namespace ExecutionControl.Reference;

/// <summary>What opens a reference server: the published sandbox credentials on loopback, random ones elsewhere.</summary>
public sealed class ReferenceServerCredentials
{
    internal ReferenceServerCredentials(ConductorOneCredentials conductorOne, CodegenCredentials codegen, KubiyaCredentials kubiya)
    {
        ConductorOne = conductorOne;
        Codegen = codegen;
        Kubiya = kubiya;
    }

    /// <summary>For ConductorOne's operations.</summary>
    public ConductorOneCredentials ConductorOne { get; }

    /// <summary>For Codegen's operations.</summary>
    public CodegenCredentials Codegen { get; }

    /// <summary>For Kubiya's operations.</summary>
    public KubiyaCredentials Kubiya { get; }

    /// <summary>Whom the credentials stand for, never a secret.</summary>
    public override string ToString() => $"{ConductorOne}, {Codegen}";
}
