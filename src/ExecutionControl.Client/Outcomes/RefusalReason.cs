using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>Why a service said no.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<RefusalReason>))]
public enum RefusalReason
{
    /// <summary>The service did not say no.</summary>
    None,

    /// <summary>The credential was rejected: 401, or the token endpoint said no.</summary>
    Authentication,

    /// <summary>The credential is valid but may not do this: 403.</summary>
    Permission,

    /// <summary>The service knows no such target: 404.</summary>
    NotFound,

    /// <summary>The target's present state does not allow it.</summary>
    State,

    /// <summary>The service found the request not valid: 400 or 422.</summary>
    Validation,

    /// <summary>Any other answer that is neither a success nor worth another attempt.</summary>
    Other,
}
