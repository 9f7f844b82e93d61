using System.Collections.ObjectModel;

namespace ExecutionControl.Reference;

/// <summary>Where a reference server answers over https, for tools that know nothing else.</summary>
public sealed class ReferenceServerHttps
{
    internal ReferenceServerHttps(Uri url, string authorityFile, string clientId, ReadOnlyDictionary<string, string> environment)
    {
        Url = url;
        AuthorityFile = authorityFile;
        ClientId = clientId;
        Environment = environment;
    }

    /// <summary>The URL, on a port of its own.</summary>
    public Uri Url { get; }

    /// <summary>The PEM file of the certificate authority that tools need to trust.</summary>
    public string AuthorityFile { get; }

    /// <summary>ConductorOne's client id at this URL; its secret is the same as over http.</summary>
    public string ClientId { get; }

    /// <summary>The environment variables that point tools at this URL. Their values hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The URL and the authority's file.</summary>
    public override string ToString() => $"{Url} ({AuthorityFile})";
}
