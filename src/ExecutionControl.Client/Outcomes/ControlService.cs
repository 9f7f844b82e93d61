using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>The services whose executions can be controlled.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<ControlService>))]
public enum ControlService
{
    /// <summary>None was named.</summary>
    None,

    /// <summary>ConductorOne (C1): automations and their executions.</summary>
    ConductorOne,

    /// <summary>Codegen: agent runs.</summary>
    Codegen,

    /// <summary>Kubiya: agent and team executions.</summary>
    Kubiya,
}
