using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Codegen;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class CodegenCredential
{
    /// <exception cref="ArgumentException">The options name no credential, more than one, or a malformed one.</exception>
    public static Credential Resolve(CodegenClientOptions options)
    {
        if (options.OrganizationId <= 0)
        {
            throw new ArgumentException("Codegen needs the OrganizationId, a positive number from the product's settings page.", nameof(options));
        }

        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiToken))
        {
            throw new ArgumentException("Codegen takes one credential: an ApiToken or a TokenSource.", nameof(options));
        }

        if (options.ApiToken is { Length: > 0 } token)
        {
            HeaderValue.Require(token, nameof(options.ApiToken));
        }

        var server = ServerAddress.Require(options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl, nameof(options.ServerUrl));
        return Credential.Static(server, options.TokenSource, options.ApiToken);
    }
}
