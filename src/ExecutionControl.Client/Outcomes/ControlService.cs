namespace ExecutionControl.Client;

/// <summary>The services whose executions can be controlled.</summary>
public enum ControlService
{
    /// <summary>ConductorOne (C1): automations and their executions.</summary>
    ConductorOne,

    /// <summary>Codegen: agent runs.</summary>
    Codegen,

    /// <summary>Kubiya: agent and team executions.</summary>
    Kubiya,
}
