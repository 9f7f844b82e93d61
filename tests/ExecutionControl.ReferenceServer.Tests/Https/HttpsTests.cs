using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Https;

public sealed class HttpsTests
{
    [Fact]
    public async Task Https_WithItsAuthorityAlone_IsTrustedAndServesTheSameState()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") });
        using var http = Trusting(server.Https!.AuthorityFile);
        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}:{server.Https.Url.Port}/api/v1/executions");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Credentials.Kubiya.ApiKey);
            using var response = await http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.Equal($"sandbox@{server.Https.Url.Authority}/spc", server.Https.ClientId);
        Assert.Equal($"https://{server.Https.Url.Authority}", server.Https.Environment["KUBIYA_CONTROL_PLANE_BASE_URL"]);
        var token = new TokenRequest(server, url: server.Https.Url);
        using var minted = await http.PostAsync(
            new Uri(server.Https.Url, TokenRequest.Path), new StringContent(token.Body(), new MediaTypeHeaderValue("application/x-www-form-urlencoded")));
        Assert.Equal(HttpStatusCode.OK, minted.StatusCode);
        using var plain = Caller.Kubiya(server);
        Assert.Equal(HttpStatusCode.OK, (await plain.GetAsync("/api/v1/executions")).Status);
    }

    [Fact]
    public async Task Https_WithoutItsAuthority_IsNotTrusted()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("one") });
        await using var other = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("two") });
        using var http = Trusting(other.Https!.AuthorityFile);
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(server.Https!.Url));
        Assert.IsType<AuthenticationException>(exception.InnerException);
    }

    [Fact]
    public async Task Authority_AcrossStartsAndManyServersAtOnce_StaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { Https = true, CertificateFolder = folder.File("certificates") };
        var servers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => ReferenceServer.StartAsync(options))));
        using var http = Trusting(servers[0].Https!.AuthorityFile);
        foreach (var server in servers)
        {
            using var response = await http.GetAsync(server.Https!.Url);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            await server.DisposeAsync();
        }

        await using var later = await ReferenceServer.StartAsync(options);
        using var again = await http.GetAsync(later.Https!.Url);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Authority_Files_AreForTheirOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") });
        var files = Directory.GetFiles(folder.File("certificates"));
        Assert.Equal(["ca-with-key.pem", "ca.lock", "ca.pem"], files.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.DoesNotContain("PRIVATE", await File.ReadAllTextAsync(server.Https!.AuthorityFile), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Authority_KeyAndFolderAreOpenToOthers_AreClosedAndItIsSaid()
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { Https = true, CertificateFolder = folder.File("certificates") };
        await using (var first = await ReferenceServer.StartAsync(options))
        {
            Assert.Empty(first.Https!.Notices);
        }

        var key = Path.Combine(options.CertificateFolder, "ca-with-key.pem");
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(options.CertificateFolder, File.GetUnixFileMode(options.CertificateFolder) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await using var second = await ReferenceServer.StartAsync(options);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(options.CertificateFolder));
        Assert.Equal(2, second.Https!.Notices.Count);
        Assert.Contains(second.Https.Notices, notice => notice.Contains(key, StringComparison.Ordinal) && notice.Contains("delete", StringComparison.Ordinal));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Authority_KeyIsALink_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using (await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("one") }))
        {
        }

        Directory.CreateDirectory(folder.File("two"));
        File.CreateSymbolicLink(Path.Combine(folder.File("two"), "ca-with-key.pem"), Path.Combine(folder.File("one"), "ca-with-key.pem"));
        var exception = await Assert.ThrowsAnyAsync<IOException>(() => ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("two") }));
        Assert.Contains("is a link", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ca-with-key.pem")]
    [InlineData("")]
    [Trait("Requires", "root")]
    [UnsupportedOSPlatform("windows")]
    public async Task Authority_PlantedByAnotherUser_IsRefused(string name)
    {
        using var folder = new TemporaryFolder();
        var options = new ReferenceServerOptions { Https = true, CertificateFolder = folder.File("certificates") };
        await using (await ReferenceServer.StartAsync(options))
        {
        }

        Root.GiveAway(Path.Combine(options.CertificateFolder, name));
        var exception = await Assert.ThrowsAnyAsync<IOException>(() => ReferenceServer.StartAsync(options));
        Assert.Contains("belongs to user", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authority_Lives_TwoYearsAndVouchesForLoopbackAlone()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") });
        using var authority = X509CertificateLoader.LoadCertificateFromFile(server.Https!.AuthorityFile);
        Assert.InRange(authority.NotAfter - authority.NotBefore, TimeSpan.FromDays(730), TimeSpan.FromDays(732));
        Assert.True(authority.Extensions["2.5.29.30"]!.Critical);

        // A certificate for any other host, made with the authority's key, opens nothing.
        using var issuer = X509Certificate2.CreateFromPemFile(Path.Combine(folder.File("certificates"), "ca-with-key.pem"));
        Assert.True(Verifies(issuer, names => names.AddDnsName("localhost")));
        Assert.True(Verifies(issuer, names => names.AddIpAddress(IPAddress.Parse("127.0.0.9"))));
        Assert.False(Verifies(issuer, names => names.AddDnsName("bank.example")));
        Assert.False(Verifies(issuer, names => names.AddIpAddress(IPAddress.Parse("192.0.2.1"))));
    }

    [Fact]
    public async Task Authority_OfTenYearsWithoutConstraints_IsMadeAnewAndItIsSaid()
    {
        using var folder = new TemporaryFolder();
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var request = new CertificateRequest("CN=ExecutionControl local authority", key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
            using var old = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(10));
            await File.WriteAllTextAsync(folder.File("ca-with-key.pem"), old.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.File("ca-with-key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.Path });
        Assert.Contains("made anew", Assert.Single(server.Https!.Notices), StringComparison.Ordinal);
        using var http = Trusting(server.Https.AuthorityFile);
        using var response = await http.GetAsync(server.Https.Url);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Authority_ServerAtAnotherHost_VouchesForBothFromThenOn()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") }))
        {
            Assert.Empty(first.Https!.Notices);
        }

        var elsewhere = new Uri("http://0.0.0.0:0");
        await using (var second = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates"), Url = elsewhere }))
        {
            Assert.Contains("vouch for this host", Assert.Single(second.Https!.Notices), StringComparison.Ordinal);
        }

        await using var third = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") });
        Assert.Empty(third.Https!.Notices);
        await using var fourth = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates"), Url = elsewhere });
        Assert.Empty(fourth.Https!.Notices);
    }

    [Fact]
    public async Task Authority_Unreadable_IsRefusedWithWhatToDo()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("ca-with-key.pem"), "nonsense");
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.Path }));
        Assert.Contains("Delete that folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Https_CurlWithTheAuthorityFile_ReachesIt()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ReferenceServer.StartAsync(new() { Https = true, CertificateFolder = folder.File("certificates") });
        Assert.Equal((0, "404"), await CurlAsync("--cacert", server.Https!.AuthorityFile, server.Https.Url.ToString()));
        Assert.Equal(60, (await CurlAsync(server.Https.Url.ToString())).ExitCode);
    }

    private static async Task<(int ExitCode, string Status)> CurlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("curl", ["--silent", "--noproxy", "*", "--output", "/dev/null", "--write-out", "%{http_code}", .. arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        using var curl = Process.Start(start)!;
        var status = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return (curl.ExitCode, status);
    }

    private static bool Verifies(X509Certificate2 issuer, Action<SubjectAlternativeNameBuilder> name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        name(names);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(issuer, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using var chain = new X509Chain
        {
            ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { issuer } },
        };
        return chain.Build(certificate);
    }

    private static HttpClient Trusting(string authorityFile)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
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
        return new HttpClient(handler);
    }
}
