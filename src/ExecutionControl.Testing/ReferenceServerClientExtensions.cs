using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Reference;

namespace ExecutionControl.Testing;

/// <summary>
/// Points a client's options at a reference server that runs: its address, its credential and, where it answers over https, that address and its
/// certificate authority. Whatever credential and transport the options had before is taken out, so that a test never calls a real service with a
/// real secret.
/// </summary>
public static class ReferenceServerClientExtensions
{
    /// <summary>Points ConductorOne's client at a reference server.</summary>
    /// <param name="options">The client's options.</param>
    /// <param name="server">The server.</param>
    /// <returns>The same options.</returns>
    public static ConductorOneClientOptions UseReferenceServer(this ConductorOneClientOptions options, ReferenceServer server)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(server);
        PointAt(options, server);
        options.AccessToken = null;
        options.AssertionSigner = null;
        options.WorkloadToken = null;
        options.TokenStore = null;
        options.ClientId = server.Https?.ClientId ?? server.Credentials.ConductorOne.ClientId;
        options.ClientSecret = server.Credentials.ConductorOne.ClientSecret;
        return options;
    }

    /// <summary>Points Codegen's client at a reference server.</summary>
    /// <param name="options">The client's options.</param>
    /// <param name="server">The server.</param>
    /// <returns>The same options.</returns>
    public static CodegenClientOptions UseReferenceServer(this CodegenClientOptions options, ReferenceServer server)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(server);
        PointAt(options, server);
        options.OrganizationId = server.Credentials.Codegen.OrganizationId;
        options.ApiToken = server.Credentials.Codegen.ApiToken;
        return options;
    }

    /// <summary>Points Kubiya's client at a reference server.</summary>
    /// <param name="options">The client's options.</param>
    /// <param name="server">The server.</param>
    /// <returns>The same options.</returns>
    public static KubiyaClientOptions UseReferenceServer(this KubiyaClientOptions options, ReferenceServer server)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(server);
        PointAt(options, server);
        options.ApiKey = server.Credentials.Kubiya.ApiKey;
        return options;
    }

    private static void PointAt(ControlClientOptions options, ReferenceServer server)
    {
        options.TokenSource = null;
        options.ServerUrl = server.Https?.Url ?? server.Url;
        options.Transport = server.Https is { AuthorityFile: var authorityFile } ? () => Trusting(authorityFile) : null;
    }

    private static SocketsHttpHandler Trusting(string authorityFile) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
            },
        },
    };
}
