using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Which source of host and credential is used: a typed profile, the environment, the chosen profile, the services' own tools' files.</summary>
public sealed class AccountSourceTests : IDisposable
{
    private const string Pause = "executions pause 11111111-1111-4111-8111-111111111111";
    private const string Resume = "agent-runs resume 101 --prompt go";
    private const string Terminate = "automation-executions terminate 839265 --yes";

    private const string CodegenFile = """{"token":"codegen-token-4711","organization":{"id":77,"name":"Acme"}}""";

    private const string ConductorOneFile = """
        profiles:
          other:
            client-id: x@other.conductor.one/spc
            client-secret: unused
          default:
            client-id: fox@acme.conductor.one/spc
            client-secret: SECRET
        """;

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData(Pause, "Kubiya, at http://127.0.0.1")]
    [InlineData(Resume, "Codegen, organization 42")]
    [InlineData(Terminate, "ConductorOne, tenant 127.0.0.1")]
    public async Task Run_ChosenProfile_IsUsedAndNamed(string line, string account)
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, "production");

        var result = (await Ectl.RunAsync(_user, line.Split(' '))).ShouldExitWith(0);

        Assert.Contains(account, result.Error, StringComparison.Ordinal);
        Assert.Contains($"profile production in {_user.ConfigurationFile}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KubiyasOwnFile_IsUsedAndNamed()
    {
        await using var server = await ReferenceServer.StartAsync();
        var file = _user.WriteText(".kubiya/config", KubiyaFile(server.Url, server.Credentials.Kubiya.ApiKey));

        var result = (await Ectl.RunAsync(_user, Pause.Split(' '))).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, [.. Pause.Split(' '), "--output", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.Contains($"{file} (context work)", result.Error, StringComparison.Ordinal);
        Assert.Equal("toolFile", document.GetProperty("account").GetProperty("origin").GetString());
        Assert.Equal(file, document.GetProperty("account").GetProperty("file").GetString());
    }

    [Theory]
    [InlineData(Resume, ".codegen/auth.json", CodegenFile, "Codegen, organization 77", "api.codegen.com:443")]
    [InlineData(Terminate, ".conductorone/config.yaml", ConductorOneFile, "ConductorOne, tenant acme.conductor.one", "acme.conductor.one:443")]
    public async Task Run_OwnToolsFile_GoesToTheServiceItself(string line, string name, string text, string account, string host)
    {
        // The services are real ones there: a proxy that lets nothing through sees where the call would go. .NET itself reads its variable.
        await using var proxy = new RawServer(_ => RawAnswer.Json(403, "{}"));
        await using var server = await ReferenceServer.StartAsync();
        var file = _user.WriteText(name, text.Replace("SECRET", server.Credentials.ConductorOne.ClientSecret, StringComparison.Ordinal));

        var result = (await EctlProcess.RunAsync(_user, line.Split(' '), ServiceVariables.Of(("HTTPS_PROXY", proxy.Url.ToString())))).ShouldExitWith(7);

        Assert.Contains(account, result.Error, StringComparison.Ordinal);
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.All(proxy.Requests, request => Assert.Equal($"CONNECT {host}", $"{request.Method} {request.Path}"));
        Assert.NotEmpty(proxy.Requests);
    }

    [Fact]
    public async Task Run_KubiyaConfigurationElsewhere_IsUsed()
    {
        await using var server = await ReferenceServer.StartAsync();
        var file = _user.WriteText("elsewhere.yaml", KubiyaFile(server.Url, server.Credentials.Kubiya.ApiKey));

        var result = (await Ectl.RunAsync(_user, Pause.Split(' '), ServiceVariables.Of(("KUBIYA_CONFIG", file)))).ShouldExitWith(0);

        Assert.Contains($"{file} (context work)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EnvironmentBesideChosenProfile_EnvironmentIsUsedAndTheProfileIsNamed()
    {
        await using var used = await ReferenceServer.StartAsync();
        await using var other = new RawServer(_ => RawAnswer.Json(500, "{}"));
        Configure(other.Url, "production", "no-such-key");

        var result = (await Ectl.RunAsync(_user, Pause.Split(' '), used.Environment)).ShouldExitWith(0);

        Assert.Empty(other.Requests);
        Assert.Contains("warning: profile production is in use, but KUBIYA_API_KEY", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProfileIsTyped_GoesBeforeTheEnvironment()
    {
        await using var used = await ReferenceServer.StartAsync();
        await using var other = new RawServer(_ => RawAnswer.Json(500, "{}"));
        Configure(used, "staging");

        (await Ectl.RunAsync(_user, ["--profile", "staging", .. Pause.Split(' ')], ServiceVariables.Kubiya(other.Url))).ShouldExitWith(0);

        Assert.Empty(other.Requests);
        Assert.Equal(1, used.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Run_ProfileFromTheEnvironment_IsUsed()
    {
        await using var used = await ReferenceServer.StartAsync();
        Configure(used, "staging", current: "other");

        var result = (await Ectl.RunAsync(_user, Pause.Split(' '), ServiceVariables.Of(("ECTL_PROFILE", "staging")))).ShouldExitWith(0);

        Assert.Contains("profile staging", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProfileBesideToolsFile_ProfileIsUsed()
    {
        await using var used = await ReferenceServer.StartAsync();
        await using var other = new RawServer(_ => RawAnswer.Json(500, "{}"));
        Configure(used, "production");
        _user.WriteText(".kubiya/config", KubiyaFile(other.Url, "another-key"));

        (await Ectl.RunAsync(_user, Pause.Split(' '))).ShouldExitWith(0);

        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("KUBIYA_CONTROL_PLANE_BASE_URL", Pause, "KUBIYA_API_KEY")]
    [InlineData("CODEGEN_API_BASE_URL", Resume, "CODEGEN_API_TOKEN")]
    [InlineData("CONDUCTORONE_SERVER_URL", Terminate, "CONDUCTORONE_CLIENT_SECRET")]
    public async Task Run_HostAloneOverridden_NoCredentialGoesThere(string variable, string line, string missing)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var elsewhere = new RawServer(_ => RawAnswer.Json(500, "{}"));
        Configure(server, "production");

        var result = (await Ectl.RunAsync(_user, line.Split(' '), ServiceVariables.Of((variable, elsewhere.Url.ToString())))).ShouldExitWith(3);

        Assert.Contains(missing, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("--profile", null)]
    [InlineData(null, "ECTL_PROFILE")]
    public async Task Run_NamedProfileHasNoAccount_NoOtherSourceIsAsked(string? option, string? variable)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.WriteText(".kubiya/config", KubiyaFile(server.Url, server.Credentials.Kubiya.ApiKey));
        _user.Configure("profiles: {empty: {}}\n");
        string[] words = option is null ? Pause.Split(' ') : [option, "empty", .. Pause.Split(' ')];

        var result = (await Ectl.RunAsync(_user, words, variable is null ? null : ServiceVariables.Of((variable, "empty")))).ShouldExitWith(3);

        Assert.Contains("ectl auth login kubiya --profile empty", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Run_UnknownProfile_ExitsWithTwo()
    {
        var result = (await Ectl.RunAsync(_user, ["--profile", "nobody", .. Pause.Split(' ')])).ShouldExitWith(2);

        Assert.Contains("nobody", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".kubiya/config", "current-context: a\ncontexts: []\n", Pause)]
    [InlineData(".kubiya/config", "{{{", Pause)]
    [InlineData(".codegen/auth.json", "{\"token\": ", Resume)]
    [InlineData(".conductorone/config.yaml", "profiles: {a: {client-id: x}, b: {client-id: y}}", Terminate)]
    public async Task Run_ToolsFileCannotBeUsed_ExitsWithThreeAndNamesIt(string file, string text, string line)
    {
        var path = _user.WriteText(file, text);

        var result = (await Ectl.RunAsync(_user, line.Split(' '))).ShouldExitWith(3);

        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Sandbox_ReadsNoFileOfTheUser()
    {
        _user.Configure("not a configuration");
        _user.WriteText(".kubiya/config", "{{{");

        (await Ectl.RunAsync(_user, ["--sandbox", .. Pause.Split(' ')], ServiceVariables.Of(("ECTL_PROFILE", "nobody")))).ShouldExitWith(0);
    }

    [Fact]
    public async Task Run_WorkloadToken_IsExchangedBeforeClientCredentialsAreUsed()
    {
        await using var server = new RawServer(request => request.Path == "/auth/v1/token"
            ? RawAnswer.Json(200, """{"access_token":"exchanged-4711","token_type":"Bearer","expires_in":3600}""")
            : RawAnswer.Json(200, "{}"));
        var variables = ServiceVariables.Of(
            ("CONDUCTORONE_OIDC_TOKEN", "workload-jwt-4711"),
            ("CONDUCTORONE_CLIENT_ID", "fox@acme.conductor.one/spc"),
            ("CONDUCTORONE_CLIENT_SECRET", "never-looked-at"),
            ("CONDUCTORONE_SERVER_URL", server.Url.ToString()));

        (await Ectl.RunAsync(_user, Terminate.Split(' '), variables)).ShouldExitWith(0);

        var mint = Assert.Single(server.Requests, request => request.Path == "/auth/v1/token");
        Assert.Contains("subject_token=workload-jwt-4711", mint.Body, StringComparison.Ordinal);
        Assert.Contains("token-exchange", mint.Body, StringComparison.Ordinal);
        Assert.Equal("Bearer exchanged-4711", server.Requests.Single(request => request != mint).Headers["Authorization"]);
    }

    [Fact]
    public async Task Run_WorkloadTokenWithoutClientId_ExitsWithThree()
    {
        var result = (await Ectl.RunAsync(_user, Terminate.Split(' '), ServiceVariables.Of(("CONDUCTORONE_OIDC_TOKEN", "workload-jwt-4711")))).ShouldExitWith(3);

        Assert.Contains("CONDUCTORONE_CLIENT_ID", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OrganizationFromTheEnvironment_GoesBeforeTheToolsFile()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"id":101,"organization_id":7,"status":"RUNNING"}"""));
        _user.Configure($"current: a\nprofiles: {{a: {{codegen: {{api-token: codegen-4711, organization: 42, server-url: '{server.Url}'}}}}}}\n");

        await Ectl.RunAsync(_user, Resume.Split(' '), ServiceVariables.Of(("CODEGEN_ORG_ID", "7")));

        Assert.Contains("/organizations/7/", Assert.Single(server.Requests).Path, StringComparison.Ordinal);
    }

    private static string KubiyaFile(Uri url, string token) => $"""
        current-context: work
        contexts:
          - name: home
            context: {"{"}api-url: "https://home.example", user: nobody{"}"}
          - name: work
            context:
              api-url: {url}
              user: me
        users:
          - name: nobody
            user: {"{"}token: not-this-one{"}"}
          - name: me
            user:
              token: {token}
        """;

    private void Configure(ReferenceServer server, string name, string? current = null)
    {
        var credentials = server.Credentials;
        _user.Configure($"""
            current: {current ?? name}
            profiles:
              {name}:
                conductorone:
                  client-id: {credentials.ConductorOne.ClientId}
                  client-secret: {credentials.ConductorOne.ClientSecret}
                  server-url: {server.Url}
                codegen:
                  api-token: {credentials.Codegen.ApiToken}
                  organization: {credentials.Codegen.OrganizationId}
                  server-url: {server.Url}
                kubiya:
                  api-key: {credentials.Kubiya.ApiKey}
                  server-url: {server.Url}
            """);
    }

    private void Configure(Uri kubiya, string name, string key) =>
        _user.Configure($"current: {name}\nprofiles:\n  {name}:\n    kubiya:\n      api-key: {key}\n      server-url: {kubiya}\n");
}
