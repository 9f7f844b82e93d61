using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>
/// As whom and where a service is asked. Holds no credential: whoever carries a plan out brings the credential of the account with this name.
/// </summary>
public sealed record RunAccount
{
    /// <summary>The service.</summary>
    public required ControlService Service { get; init; }

    /// <summary>The name by which targets refer to it, such as that of a profile: one of a kind for its service within a plan.</summary>
    public required string Name { get; init; }

    /// <summary>The address of the service, without a user, a query or a fragment; <see langword="null"/> where nobody said.</summary>
    public string? Server { get; init; }

    /// <summary>The tenant, organization or similar, in the service's words; <see langword="null"/> where there is none.</summary>
    public string? Tenant { get; init; }
}
