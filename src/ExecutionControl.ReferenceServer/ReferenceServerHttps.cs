using System.Collections.ObjectModel;
using ExecutionControl.Reference.Https;

namespace ExecutionControl.Reference;

/// <summary>Where a reference server answers over https, for tools that know nothing else.</summary>
public sealed class ReferenceServerHttps
{
    internal ReferenceServerHttps(Uri url, ServerCertificate certificate, string clientId, ReadOnlyDictionary<string, string> environment)
    {
        Url = url;
        AuthorityFile = certificate.AuthorityFile;
        Notices = certificate.Notices;
        ClientId = clientId;
        Environment = environment;
    }

    /// <summary>The URL, on a port of its own.</summary>
    public Uri Url { get; }

    /// <summary>The PEM file of the certificate authority that tools need to trust.</summary>
    public string AuthorityFile { get; }

    /// <summary>
    /// What people should know: rights that were taken from others, an authority that was made anew and has to be trusted again. Mostly
    /// empty.
    /// </summary>
    public IReadOnlyList<string> Notices { get; }

    /// <summary>ConductorOne's client id at this URL; its secret is the same as over http.</summary>
    public string ClientId { get; }

    /// <summary>The environment variables that point tools at this URL. Their values hold secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The URL and the authority's file.</summary>
    public override string ToString() => $"{Url} ({AuthorityFile})";
}
