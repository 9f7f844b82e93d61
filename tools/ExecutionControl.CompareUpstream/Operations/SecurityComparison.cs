using ExecutionControl.CompareUpstream.Documents;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Operations;

/// <summary>Says when an operation takes no bearer token any more. Documents that say nothing of credentials are believed to be incomplete.</summary>
internal sealed class SecurityComparison(Findings findings)
{
    public void Compare(DescribedOperation ours, DescribedOperation theirs)
    {
        IOpenApiSecurityScheme[] schemes = [.. theirs.Security?.SelectMany(requirement => requirement.Keys) ?? []];
        if (schemes.Length > 0 && ours.Security is { Count: > 0 } && !schemes.Any(TakesBearer))
        {
            findings.Add(
                Meaning.Breaking,
                Change.Changed,
                $"{ours.Name}, credentials",
                $"it takes {string.Join(" or ", schemes.Select(Describe))}, and the client sends a bearer token");
        }
    }

    // A scheme that the document does not describe, or an API key in the header that the token is in, may be a bearer token.
    private static bool TakesBearer(IOpenApiSecurityScheme scheme) => scheme.Type switch
    {
        SecuritySchemeType.Http => string.Equals(scheme.Scheme, "bearer", StringComparison.OrdinalIgnoreCase),
        SecuritySchemeType.ApiKey => scheme.In == ParameterLocation.Header && string.Equals(scheme.Name, "authorization", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    private static string Describe(IOpenApiSecurityScheme scheme) => scheme.Type switch
    {
        SecuritySchemeType.Http => $"HTTP {scheme.Scheme}",
        _ => $"an API key in {scheme.In?.ToString().ToLowerInvariant()} {scheme.Name}",
    };
}
