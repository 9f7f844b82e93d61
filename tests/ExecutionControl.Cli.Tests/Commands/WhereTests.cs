using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>As whom a command acts, and where: which of several accounts it takes, and that it says so.</summary>
public sealed class WhereTests : IDisposable
{
    private const string Pause = "executions pause 11111111-1111-4111-8111-111111111111";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Variables_ProductionsAndStagingIsNamed_StagingIsAsked()
    {
        await using var production = await ReferenceServer.StartAsync();
        await using var staging = await ReferenceServer.StartAsync();
        Configure(staging, "staging", isInUse: false);

        var result = (await RunAsync(Pause, ServiceVariables.Kubiya(production.Url).With("ECTL_PROFILE", "staging"))).ShouldExitWith(0);

        Assert.Equal(1, staging.Journal.Count(OperationNames.PauseExecution));
        Assert.Empty(production.Journal.Entries);
        Assert.Contains($"Kubiya, at {staging.Url}, profile staging", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_NamedProfileHasNoAccountThere_NothingIsMixedIn()
    {
        await using var production = await ReferenceServer.StartAsync();
        _user.Configure("profiles:\n  staging:\n    codegen:\n      api-token: kept-token-4711\n      organization: 42\n");

        var result = (await RunAsync(Pause, ServiceVariables.Kubiya(production.Url).With("ECTL_PROFILE", "staging"))).ShouldExitWith(3);

        Assert.Contains("in profile staging", result.Error, StringComparison.Ordinal);
        Assert.Empty(production.Journal.Entries);
    }

    [Theory]
    [InlineData(Pause)]
    [InlineData("executions terminate 11111111-1111-4111-8111-111111111111 --reason drill --yes")]
    [InlineData($"{Pause} --quiet")]
    public async Task Variables_OverruleTheProfileInUse_EachChangeSaysSo(string line)
    {
        await using var production = await ReferenceServer.StartAsync();
        await using var staging = await ReferenceServer.StartAsync();
        Configure(staging, "staging", isInUse: true);

        var result = (await RunAsync(line, production.Environment)).ShouldExitWith(0);

        Assert.Contains("warning: profile staging is in use, but ", result.Error, StringComparison.Ordinal);
        Assert.Contains("KUBIYA_API_KEY", result.Error, StringComparison.Ordinal);
        Assert.Empty(staging.Journal.Entries);
    }

    [Fact]
    public async Task Variables_OverruleTheProfileInUse_JsonAndProfileCommandsSaySo()
    {
        await using var production = await ReferenceServer.StartAsync();
        await using var staging = await ReferenceServer.StartAsync();
        Configure(staging, "staging", isInUse: true);

        var document = (await RunAsync($"{Pause} -o json", production.Environment)).ShouldExitWith(0).OutputDocument();
        var used = (await RunAsync("profile use staging", production.Environment)).ShouldExitWith(0);
        var listed = (await RunAsync("profile list", production.Environment)).ShouldExitWith(0);

        Assert.Contains("profile staging is in use", Assert.Single(document.GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("KUBIYA_API_KEY", used.Error, StringComparison.Ordinal);
        Assert.Contains("profile staging is in use, but not at kubiya: ", listed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_AreTheAccount_TheChangeSaysAsWhomAndWhere()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync("agent-runs unban 102", server.Environment)).ShouldExitWith(0);

        Assert.Contains(
            $"Codegen, organization {server.Credentials.Codegen.OrganizationId}, at {server.Url}\nthe credential comes from CODEGEN_API_TOKEN\n",
            result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Profiles_ShowsTenantOrganizationAndServer()
    {
        _user.Configure(
            """
            current: staging
            profiles:
              production:
                conductorone:
                  client-id: fox@acme.conductor.one/spc
                  credential-process: /bin/true
              staging:
                codegen:
                  api-token: kept-token-4711
                  organization: 42
                kubiya:
                  server-url: http://127.0.0.1:8080
                  api-key: kept-key-4711
            """);

        var text = (await RunAsync("profile list", ServiceVariables.None)).ShouldExitWith(0).Output;
        var document = (await RunAsync("profile list -o json", ServiceVariables.None)).ShouldExitWith(0).OutputDocument();

        Assert.Matches(@"\n   production\s+conductorone\s+tenant acme\.conductor\.one\s+https://acme\.conductor\.one\n", text);
        Assert.Matches(@"\n\*  staging\s+codegen\s+organization 42\s+https://\S+\n\s+kubiya\s+-\s+http://127\.0\.0\.1:8080\n", text);
        Assert.Equal(
            "tenant acme.conductor.one",
            document.GetProperty("profiles")[0].GetProperty("accounts")[0].GetProperty("holder").GetString());
    }

    [Theory]
    [InlineData("--profile production", false)]
    [InlineData("", true)]
    public async Task Login_First_IsInUseOnlyWhereNobodyNamedAProfile(string options, bool isInUse)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = await Ectl.RunAsync(
            _user,
            [.. $"auth login kubiya --stdin --server-url {server.Url} {options}".Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            input: System.Text.Encoding.UTF8.GetBytes(server.Credentials.Kubiya.ApiKey));

        Assert.Contains(isInUse ? "is in use where nothing names another" : "is not in use yet", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
        (await RunAsync("executions list", ServiceVariables.None)).ShouldExitWith(isInUse ? 0 : 3);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("true", true)]
    [InlineData("0", false)]
    public async Task SandboxVariable_SaysSo_TheSandboxIsAsked(string value, bool isSandbox)
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync("executions list -o json", server.Environment.With("ECTL_SANDBOX", value))).ShouldExitWith(0).OutputDocument();

        Assert.Equal(isSandbox, document.GetProperty("sandbox").GetBoolean());
        Assert.Equal(isSandbox, server.Journal.Entries.Count == 0);
    }

    [Theory]
    [InlineData("maybe", Pause, "ECTL_SANDBOX is 1 or 0, not 'maybe'")]
    [InlineData("1", $"{Pause} --profile production", "ECTL_SANDBOX has an account of its own")]
    [InlineData("1", "profile list", "ECTL_SANDBOX reads no profile")]
    [InlineData("1", "auth login kubiya", "ECTL_SANDBOX has an account of its own")]
    public async Task SandboxVariable_ContradictsOrSaysNothing_SendsNothing(string value, string line, string complaint)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(line, server.Environment.With("ECTL_SANDBOX", value))).ShouldExitWith(2);

        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    private Task<EctlResult> RunAsync(string line, IReadOnlyDictionary<string, string> variables) => Ectl.RunAsync(_user, line.Split(' '), variables);

    private void Configure(ReferenceServer server, string profile, bool isInUse) => _user.Configure(
        $"{(isInUse ? $"current: {profile}\n" : string.Empty)}profiles:\n  {profile}:\n    kubiya:\n      server-url: {server.Url}\n"
        + $"      api-key: {server.Credentials.Kubiya.ApiKey}\n");
}
