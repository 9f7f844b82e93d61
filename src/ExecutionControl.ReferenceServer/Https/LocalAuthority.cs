using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ExecutionControl.Reference.Https;

/// <summary>
/// A certificate authority for this machine alone, and certificates from it. The authority is kept, so that it has to be trusted once; the
/// servers' certificates are made afresh at each start and never written down.
/// </summary>
internal static class LocalAuthority
{
    private const string NameConstraints = "2.5.29.30";
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(2 * 365);
    private static readonly TimeSpan ServerLife = TimeSpan.FromDays(90);

    /// <summary>A certificate for a server at these hosts, with the file of the authority that issued it.</summary>
    /// <param name="folder">Where the authority is kept.</param>
    /// <param name="host">The host of the server's address; the loopback names and addresses are added.</param>
    /// <exception cref="InvalidDataException">What is kept in the folder is no authority.</exception>
    /// <exception cref="IOException">The folder or a file in it is not the user's own.</exception>
    public static ServerCertificate Issue(string folder, string host)
    {
        // Certificates count by the machine's clock, which is also their readers', whatever the server's own clock says.
        var now = DateTimeOffset.UtcNow;
        var notices = new List<string>();
        var kept = new CertificateFolder(folder, notices.Add);
        using var exclusive = kept.Lock();
        using var authority = Load(kept, host, now, notices.Add);
        kept.Publish(authority.ExportCertificatePem() + "\n");
        return new ServerCertificate(IssueServer(authority, host, now), kept.AuthorityFile, notices);
    }

    private static X509Certificate2 Load(CertificateFolder folder, string host, DateTimeOffset now, Action<string> tell)
    {
        var constraints = PermittedNames.Of(host);
        if (folder.Read() is { } pem)
        {
            var authority = Parse(pem, folder);
            var reason = WhyRenewed(authority, constraints, now);
            if (reason is null)
            {
                return authority;
            }

            // One that vouches for this host and those before.
            constraints = authority.Extensions[NameConstraints] is { } before ? PermittedNames.Read(before).Union(constraints) : constraints;
            authority.Dispose();
            tell($"The certificate authority {folder.AuthorityFile} was made anew, as {reason}. Whoever trusted the one before has to trust this one.");
        }

        var fresh = MakeAuthority(constraints, now);
        folder.Keep(fresh);
        return Parse(fresh, folder);
    }

    private static string? WhyRenewed(X509Certificate2 authority, PermittedNames wanted, DateTimeOffset now) => authority switch
    {
        _ when authority.NotAfter.ToUniversalTime() <= now.UtcDateTime + ServerLife => "it was about to expire",
        _ when authority.NotAfter - authority.NotBefore > AuthorityLife + TimeSpan.FromDays(2) => "it was valid for longer than two years",
        _ when authority.Extensions[NameConstraints] is not { Critical: true } => "it could have vouched for any host",
        _ when !PermittedNames.Read(authority.Extensions[NameConstraints]!).Covers(wanted) => "it could not vouch for this host",
        _ => null,
    };

    private static X509Certificate2 Parse(string pem, CertificateFolder folder)
    {
        try
        {
            return X509Certificate2.CreateFromPem(pem, pem);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidDataException(
                $"The certificate authority beside {folder.AuthorityFile} cannot be read. "
                + "Delete that folder to have a new one made; it must then be trusted anew.",
                exception);
        }
    }

    private static string MakeAuthority(PermittedNames permitted, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ExecutionControl local authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(new X509Extension(NameConstraints, permitted.ToDer(), critical: true));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now + AuthorityLife);
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static X509Certificate2 IssueServer(X509Certificate2 authority, string host, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ExecutionControl reference server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        request.CertificateExtensions.Add(Names(host));
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using var certificate = request.Create(authority, now.AddHours(-1), now + ServerLife, serial);
        using var withKey = certificate.CopyWithPrivateKey(key);

        // TLS on Windows takes no key that lives in this process alone: the way through a PKCS#12 serves everywhere.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    private static X509Extension Names(string host)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            if (!address.Equals(IPAddress.Loopback) && !address.Equals(IPAddress.IPv6Loopback))
            {
                names.AddIpAddress(address);
            }
        }
        else if (!string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            names.AddDnsName(host);
        }

        return names.Build();
    }
}

/// <summary>What a server shows to its https clients.</summary>
/// <param name="Certificate">The certificate with its key.</param>
/// <param name="AuthorityFile">The certificate of the authority that issued it, in PEM.</param>
/// <param name="Notices">What was mended or made anew.</param>
internal sealed record ServerCertificate(X509Certificate2 Certificate, string AuthorityFile, IReadOnlyList<string> Notices) : IDisposable
{
    public void Dispose() => Certificate.Dispose();
}
