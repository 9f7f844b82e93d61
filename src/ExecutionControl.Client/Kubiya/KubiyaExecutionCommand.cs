using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.Kubiya;

/// <summary>What an execution can be told.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<KubiyaExecutionCommand>))]
public enum KubiyaExecutionCommand
{
    /// <summary>It is told nothing. No call takes it.</summary>
    None,

    /// <summary>To stop working for now.</summary>
    Pause,

    /// <summary>To go on after a pause.</summary>
    Resume,

    /// <summary>To stop for good, cleaning up.</summary>
    Cancel,

    /// <summary>To stop for good at once, in whatever state it is.</summary>
    Terminate,
}
