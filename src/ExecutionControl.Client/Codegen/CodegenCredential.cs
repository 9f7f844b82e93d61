using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Codegen;

/// <summary>Settles which server a client's options mean, and how its tokens are had.</summary>
internal static class CodegenCredential
{
    /// <exception cref="ArgumentException">
    /// The options name no credential, more than one, or a malformed one, or another option is out of its bounds.
    /// </exception>
    public static Credential Resolve(CodegenClientOptions options)
    {
        var mistakes = new OptionMistakes();
        var credential = Read(options, mistakes);
        mistakes.ThrowIfAny();
        return credential!;
    }

    /// <summary>The credential; <see langword="null"/> where a mistake leaves none.</summary>
    public static Credential? Read(CodegenClientOptions options, OptionMistakes mistakes)
    {
        options.Check(mistakes);
        if (options.OrganizationId <= 0)
        {
            mistakes.Add(nameof(options.OrganizationId), "Codegen needs the OrganizationId, a positive number from the product's settings page.");
        }

        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiToken))
        {
            mistakes.Add(nameof(options.ApiToken), "Codegen takes one credential: an ApiToken or a TokenSource.");
        }
        else if (options.ApiToken is { Length: > 0 } token)
        {
            mistakes.Try(nameof(options.ApiToken), () => HeaderValue.Require(token, nameof(options.ApiToken)));
        }

        var address = options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl;
        var server = mistakes.Try(nameof(options.ServerUrl), () => ServerAddress.Require(address, nameof(options.ServerUrl)));
        return mistakes.IsEmpty ? Credential.Static(server!, options.TokenSource, options.ApiToken) with { Part = options.OrganizationId } : null;
    }
}
