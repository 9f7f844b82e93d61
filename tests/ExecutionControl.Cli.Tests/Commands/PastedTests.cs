using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Addresses, ids and secrets as they are pasted: what can only be meant in one way is taken so, anything else refused before it is sent.</summary>
public sealed class PastedTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("/api/v1", "/api/v1/executions/a/pause")]
    [InlineData("/api/v1/", "/api/v1/executions/a/pause")]
    [InlineData("/api/", "/api/v1/executions/a/pause")]
    [InlineData("/API/V1", "/api/v1/executions/a/pause")]
    [InlineData("//", "/api/v1/executions/a/pause")]
    [InlineData("/gateway/kubiya/api/v1/", "/gateway/kubiya/api/v1/executions/a/pause")]
    public async Task Call_AddressEndsInTheServicesPaths_AsksTheServiceOnce(string path, string expected)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        (await PauseAsync(server.Url.ToString().TrimEnd('/') + path)).ShouldExitWith(0);

        Assert.Equal(expected, Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task Call_CodegensAddressEndsInV1_AsksTheServiceOnce()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"ACTIVE"}"""));

        (await Ectl.RunAsync(_user, ["agent-runs", "get", "101"], ServiceVariables.Codegen(new Uri(server.Url, "/v1")))).ShouldExitWith(0);

        Assert.StartsWith("/v1/organizations/42/", Assert.Single(server.Requests).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/api/v1/executions", "(/api/v1)")]
    [InlineData("http://127.0.0.1:1/v1", "(/v1)")]
    [InlineData("http://127.0.0.1:1/api/v1/api/v1", "(/api/v1)")]
    [InlineData("http://127.0.0.1:1/?a=b", "goes on after its path")]
    [InlineData("http://127.0.0.1:1/#a", "goes on after its path")]
    [InlineData("http:/127.0.0.1:1", "no http or https address")]
    [InlineData("cp.example.test", "did you mean https://cp.example.test?")]
    [InlineData("cp.example.test:8443/x", "did you mean https://cp.example.test:8443/x?")]
    [InlineData("ftp://127.0.0.1:1", "no http or https address")]
    [InlineData("http://127.0.0.1:1/a b", "holds a space (U+0020)")]
    [InlineData("http://127.0.0.1:1\u200b", "holds a zero-width space (U+200B)")]
    [InlineData("\"http://127.0.0.1:1\"", "begins with a quote (\")")]
    public async Task Call_AddressIsNone_SendsNothingAndExitsWithTwo(string address, string expected)
    {
        var result = (await PauseAsync(address)).ShouldExitWith(2);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("KUBIYA_CONTROL_PLANE_BASE_URL", result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executions pause a", "http://user:S3cretPw@127.0.0.1:1")]
    [InlineData("executions pause a", "user:S3cretPw@127.0.0.1:1")]
    [InlineData("auth status -o json", "http://user:S3cretPw@127.0.0.1:1")]
    [InlineData("profile set a kubiya.server-url {0}", "http://user:S3cretPw@127.0.0.1:1")]
    [InlineData("profile set a kubiya.server-url {0} -o json", "user:S3cretPw@127.0.0.1:1")]
    [InlineData("auth login kubiya --stdin --server-url {0}", "https://user:S3cretPw@127.0.0.1:1")]
    [InlineData("auth login kubiya --stdin --no-check --server-url {0}", "https://user:S3cretPw@127.0.0.1:1")]
    [InlineData("serve --url {0}", "http://user:S3cretPw@127.0.0.1:0")]
    [InlineData("executions pause a {0} --nonsense", "http://user:S3cretPw@127.0.0.1:1")]
    public async Task Run_AddressHoldsAPassword_RefusesItAndNeverShowsOrKeepsIt(string line, string address)
    {
        var variables = line.Contains("{0}", StringComparison.Ordinal) ? ServiceVariables.None : ServiceVariables.Kubiya(new Uri("http://h")).With("KUBIYA_CONTROL_PLANE_BASE_URL", address);

        var result = (await Ectl.RunAsync(
            _user, [.. line.Split(' ').Select(word => word == "{0}" ? address : word)], variables, "a-key-from-stdin"u8.ToArray())).ShouldExitWith(2);

        Assert.DoesNotContain("S3cret", result.Output + result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_user.ConfigurationFile) && (await File.ReadAllTextAsync(_user.ConfigurationFile)).Contains("S3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProfileShow_ConfigurationHoldsAPassword_DoesNotShowIt()
    {
        _user.Configure("current: a\nprofiles: {a: {kubiya: {server-url: 'http://user:S3cretPw@127.0.0.1:1', api-key: k}}}\n");

        foreach (var line in (string[])["profile show", "profile show -o json", "executions list", "doctor"])
        {
            var result = await Ectl.RunAsync(_user, line.Split(' '));
            Assert.DoesNotContain("S3cret", result.Output + result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a\u200b", "holds a zero-width space (U+200B)")]
    [InlineData("\ufeffa", "holds a byte order mark (U+FEFF)")]
    [InlineData("a\u00a0b", "holds a space (U+00A0)")]
    [InlineData("a\u202eb", "holds an invisible character (U+202E)")]
    [InlineData("a\u00ad", "holds an invisible character (U+00AD)")]
    [InlineData("\"a\"", "begins with a quote")]
    [InlineData("\u201ca\u201d", "begins with a quote")]
    [InlineData("a'", "ends with a quote")]
    [InlineData("a\n", "holds a line end (U+000A)")]
    public async Task Call_IdHoldsMoreThanAnId_SendsNothingAndNamesIt(string id, string expected)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        var typed = (await Ectl.RunAsync(_user, ["executions", "pause", id], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(2);

        Assert.Contains(expected, typed.Error, StringComparison.Ordinal);
        if (!id.EndsWith('\n') && id[0] != '\ufeff')
        {
            var read = (await Ectl.RunAsync(_user, ["executions", "pause", "-", "--yes"], ServiceVariables.Kubiya(server.Url), Encoding.UTF8.GetBytes($"ok\n{id}\n"))).ShouldExitWith(2);
            Assert.Contains("Line 2", read.Error, StringComparison.Ordinal);
            Assert.Contains(expected, read.Error, StringComparison.Ordinal);
        }

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("\"kk-1\"", "begins with a quote (\")")]
    [InlineData("'kk-1'", "begins with a quote (')")]
    [InlineData("\u201ckk-1\u201d", "begins with a quote (\u201c)")]
    [InlineData("kk\u200b-1", "holds a zero-width space (U+200B)")]
    [InlineData("\ufeffkk-1", "holds a byte order mark (U+FEFF)")]
    [InlineData("kk -1", "holds a space (U+0020)")]
    [InlineData("kk\n-1", "holds a line end (U+000A)")]
    public async Task Call_KeyHoldsMoreThanAKey_SendsNothingAndNamesIt(string key, string expected)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));
        _user.Configure($"profiles: {{p: {{kubiya: {{server-url: '{server.Url}', api-key: {System.Text.Json.JsonSerializer.Serialize(key)}}}}}}}\n");
        var variables = ServiceVariables.Kubiya(server.Url).With("KUBIYA_API_KEY", key);

        var ofVariable = (await Ectl.RunAsync(_user, ["executions", "list"], variables)).ShouldExitWith(3);
        var ofProfile = (await Ectl.RunAsync(_user, ["executions", "list", "--profile", "p"])).ShouldExitWith(3);
        var ofLogin = (await Ectl.RunAsync(_user, ["auth", "login", "kubiya", "--stdin", "--profile", "q"], null, Encoding.UTF8.GetBytes(key)));

        Assert.Contains($"KUBIYA_API_KEY {expected}", ofVariable.Error, StringComparison.Ordinal);
        Assert.Contains($"kubiya.api-key of profile p", ofProfile.Error, StringComparison.Ordinal);
        Assert.Contains(expected, ofProfile.Error, StringComparison.Ordinal);
        Assert.True(ofLogin.ExitCode == 2 || key[0] == '\ufeff', ofLogin.Error);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(" kk-1-0815\n")]
    [InlineData("\u00a0kk-1-0815\r\n")]
    public async Task Call_SpacesStandAroundTheKey_SendsItWithoutThem(string key)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]"));

        (await Ectl.RunAsync(_user, ["executions", "list"], ServiceVariables.Kubiya(server.Url).With("KUBIYA_API_KEY", key))).ShouldExitWith(0);

        Assert.Equal("Bearer kk-1-0815", Assert.Single(server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task Call_ClientIdHoldsAMark_SendsNothingAndNamesIt()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(500, "{}"));

        var result = (await Ectl.RunAsync(_user, ["automations", "list"], ServiceVariables.Of(
            ("CONDUCTORONE_CLIENT_ID", "fox@acme.conductor.one\u200b/spc"), ("CONDUCTORONE_CLIENT_SECRET", "a-long-client-secret"), ("CONDUCTORONE_SERVER_URL", server.Url.ToString())))).ShouldExitWith(3);

        Assert.Contains("CONDUCTORONE_CLIENT_ID holds a zero-width space (U+200B)", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private Task<EctlResult> PauseAsync(string address) => Ectl.RunAsync(
        _user, ["executions", "pause", "a"], ServiceVariables.Kubiya(new Uri("http://h")).With("KUBIYA_CONTROL_PLANE_BASE_URL", address));
}
