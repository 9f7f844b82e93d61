using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Kubiya;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class KubiyaCredential
{
    /// <exception cref="ArgumentException">
    /// The options name no credential, more than one, or a malformed one, or another option is out of its bounds.
    /// </exception>
    public static Credential Resolve(KubiyaClientOptions options)
    {
        var mistakes = new OptionMistakes();
        var credential = Read(options, mistakes);
        mistakes.ThrowIfAny();
        return credential!;
    }

    /// <summary>The credential; <see langword="null"/> where a mistake leaves none.</summary>
    public static Credential? Read(KubiyaClientOptions options, OptionMistakes mistakes)
    {
        options.Check(mistakes);
        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiKey))
        {
            mistakes.Add(nameof(options.ApiKey), "Kubiya takes one credential: an ApiKey or a TokenSource.");
        }
        else if (options.ApiKey is { Length: > 0 } token)
        {
            mistakes.Try(nameof(options.ApiKey), () => HeaderValue.Require(token, nameof(options.ApiKey)));
        }

        var address = options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl;
        var server = mistakes.Try(nameof(options.ServerUrl), () => ServerAddress.Require(address, nameof(options.ServerUrl)));
        return mistakes.IsEmpty ? Credential.Static(server!, options.TokenSource, options.ApiKey) : null;
    }
}
