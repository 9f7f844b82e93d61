using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Runs;

/// <summary>What became of a target of a run.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<TargetOutcome>))]
public enum TargetOutcome
{
    /// <summary>It may have been applied. <see cref="TargetResult.SafeToRepeat"/> says whether asking again is harmless.</summary>
    Unknown,

    /// <summary>The service accepted it; for work that goes on in the background: accepted and settling.</summary>
    Applied,

    /// <summary>The service shows that the target was in the wanted state already.</summary>
    AlreadySo,

    /// <summary>Some of many were settled and others were not.</summary>
    Partial,

    /// <summary>The service said no; nothing changed.</summary>
    Refused,

    /// <summary>No attempt can have been processed; nothing changed.</summary>
    NotApplied,

    /// <summary>Nothing was sent for it: it has changed since the plan was made, or could never be sent.</summary>
    NotSent,
}
