using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>How a control call ended. Every call ends in exactly one of these.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<ControlOutcome>))]
public enum ControlOutcome
{
    /// <summary>It may have been applied. <see cref="IControlCallFailure.SafeToRepeat"/> says whether asking again is harmless.</summary>
    Unknown,

    /// <summary>The service accepted it; for work that goes on in the background: accepted and settling.</summary>
    Applied,

    /// <summary>The service shows that the target was in the wanted state already.</summary>
    AlreadySo,

    /// <summary>Some of many were settled and others were not, or a later round could not be made.</summary>
    Partial,

    /// <summary>The service said no; nothing changed.</summary>
    Refused,

    /// <summary>No attempt can have been processed, and retries are used up; nothing changed.</summary>
    NotApplied,
}
