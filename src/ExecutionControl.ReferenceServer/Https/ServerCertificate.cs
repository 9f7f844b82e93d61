using System.Security.Cryptography.X509Certificates;

namespace ExecutionControl.Reference.Https;

/// <summary>What a server shows to its https clients.</summary>
/// <param name="Certificate">The certificate with its key.</param>
/// <param name="AuthorityFile">The certificate of the authority that issued it, in PEM.</param>
/// <param name="Notices">What was mended or made anew.</param>
internal sealed record ServerCertificate(X509Certificate2 Certificate, string AuthorityFile, IReadOnlyList<string> Notices) : IDisposable
{
    public void Dispose() => Certificate.Dispose();
}
