using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;
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
