using System.Globalization;

namespace ExecutionControl.Reference;

/// <summary>What opens the Codegen part of a reference server.</summary>
public sealed class CodegenCredentials
{
    internal CodegenCredentials(long organizationId, string apiToken)
    {
        OrganizationId = organizationId;
        ApiToken = apiToken;
    }

    /// <summary>The organization that the token belongs to.</summary>
    public long OrganizationId { get; }

    /// <summary>The API token.</summary>
    public string ApiToken { get; }

    /// <summary>The organization alone, never the token.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"organization {OrganizationId}");
}
