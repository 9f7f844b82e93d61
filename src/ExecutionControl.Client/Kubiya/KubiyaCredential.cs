using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Kubiya;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class KubiyaCredential
{
    /// <exception cref="ArgumentException">The options name no credential, more than one, or a malformed one.</exception>
    public static Credential Resolve(KubiyaClientOptions options)
    {
        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiKey))
        {
            throw new ArgumentException("Kubiya takes one credential: an ApiKey or a TokenSource.", nameof(options));
        }

        if (options.ApiKey is { Length: > 0 } token)
        {
            HeaderValue.Require(token, nameof(options.ApiKey));
        }

        var server = ServerAddress.Require(options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl, nameof(options.ServerUrl));
        return Credential.Static(server, options.TokenSource, options.ApiKey);
    }
}
