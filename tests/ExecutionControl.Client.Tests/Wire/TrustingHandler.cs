using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ExecutionControl.Client.Tests.Wire;

/// <summary>Sockets that trust one authority and no other.</summary>
internal static class TrustingHandler
{
    public static SocketsHttpHandler Create(string authorityFile)
    {
        var handler = new SocketsHttpHandler();
        Trust(handler, authorityFile);
        return handler;
    }

    public static void Trust(SocketsHttpHandler handler, string authorityFile) => handler.SslOptions = new SslClientAuthenticationOptions
    {
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authorityFile) },
        },
    };
}
