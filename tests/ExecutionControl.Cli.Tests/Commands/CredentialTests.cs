using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Which credential goes to which host, and what is said when there is none.</summary>
public sealed class CredentialTests : IDisposable
{
    private const string Accepted = """{"pausedCount":0,"erroredCount":0,"bulkActionId":""}""";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations resolve-paused aut_1 --decision run --yes", "CONDUCTORONE_CLIENT_ID", "CONDUCTORONE_CLIENT_SECRET")]
    [InlineData("automation-executions terminate 1 --yes", "CONDUCTORONE_CLIENT_ID", "CONDUCTORONE_ACCESS_TOKEN")]
    [InlineData("agent-runs resume 101 --prompt x", "CODEGEN_API_TOKEN", "CODEGEN_ORG_ID")]
    [InlineData("executions pause a", "KUBIYA_API_KEY", "--sandbox")]
    public async Task Run_NoCredential_ExitsWithThreeAndNamesTheVariables(string line, string first, string second)
    {
        var result = (await Ectl.RunAsync(_user, line.Split(' '))).ShouldExitWith(3);

        Assert.Empty(result.Output);
        Assert.Contains(first, result.Error, StringComparison.Ordinal);
        Assert.Contains(second, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HalfOfTheClientCredentials_ExitsWithThree()
    {
        var result = await Ectl.RunAsync(
            _user,
            ["automation-executions", "terminate", "--yes", "1"],
            ServiceVariables.Of(("CONDUCTORONE_CLIENT_ID", "a@127.0.0.1:1/spc")));

        result.ShouldExitWith(3);
    }

    [Fact]
    public async Task Run_ClientSecretIsMalformed_ExitsWithThreeAndKeepsItToItself()
    {
        var result = await Ectl.RunAsync(
            _user,
            ["automation-executions", "terminate", "--yes", "1"],
            ServiceVariables.Of(("CONDUCTORONE_CLIENT_ID", "a@127.0.0.1:1/spc"), ("CONDUCTORONE_CLIENT_SECRET", "secret-token:conductorone.com:v2:c2VjcmV0")));

        // That the secret is not printed is checked after every run.
        result.ShouldExitWith(3);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AccessTokenWithoutServer_ExitsWithThreeAndAsksForTheServer()
    {
        var result = await Ectl.RunAsync(
            _user,
            ["automation-executions", "terminate", "--yes", "1"],
            ServiceVariables.Of(("CONDUCTORONE_ACCESS_TOKEN", "static-token-4711")));

        result.ShouldExitWith(3);
        Assert.Contains("CONDUCTORONE_SERVER_URL", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("127.0.0.1")]
    public async Task Run_ServerAddressIsNotAllowed_ExitsWithTwoAndNamesTheVariable(string address)
    {
        var result = await Ectl.RunAsync(
            _user,
            ["executions", "pause", "a"],
            ServiceVariables.Of(("KUBIYA_API_KEY", "kubiya-key-4711"), ("KUBIYA_CONTROL_PLANE_BASE_URL", address)));

        result.ShouldExitWith(2);
        Assert.Contains("KUBIYA_CONTROL_PLANE_BASE_URL", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_NoOrganization_ExitsWithTwo()
    {
        var result = await Ectl.RunAsync(
            _user,
            ["agent-runs", "resume", "101", "--prompt", "x"],
            ServiceVariables.Of(("CODEGEN_API_TOKEN", "codegen-token-4711")));

        result.ShouldExitWith(2);
        Assert.Contains("CODEGEN_ORG_ID", result.Error, StringComparison.Ordinal);
        Assert.Contains("--organization", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AccessTokenBesideClientCredentials_TheAccessTokenIsUsed()
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = server.Environment.With("CONDUCTORONE_ACCESS_TOKEN", server.Credentials.ConductorOne.AccessToken);

        (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "839265"], variables)).ShouldExitWith(0);

        Assert.Equal(0, server.Journal.Count(OperationNames.Token));
        Assert.Equal(1, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Run_ClientCredentials_MintOneToken()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "839265"], server.Environment)).ShouldExitWith(0);

        Assert.Equal(1, server.Journal.Count(OperationNames.Token));
    }

    [Fact]
    public async Task Run_StaticToken_GoesToTheServerAsBearer()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, Accepted));

        await Ectl.RunAsync(
            _user,
            ["automations", "resolve-paused", "--yes", "aut_1", "--decision", "run"],
            ServiceVariables.Of(("CONDUCTORONE_ACCESS_TOKEN", " static-token-4711\n"), ("CONDUCTORONE_SERVER_URL", server.Url.ToString())));

        Assert.Equal("Bearer static-token-4711", server.Requests.First().Headers["Authorization"]);
    }

    [Theory]
    [InlineData("CONDUCTORONE_ACCESS_TOKEN", "automation-executions terminate 839265 --yes")]
    [InlineData("CODEGEN_API_TOKEN", "agent-runs resume 101 --prompt x")]
    [InlineData("KUBIYA_API_KEY", "executions pause 11111111-1111-4111-8111-111111111111")]
    public async Task Run_WrongToken_ExitsWithThreeAndSaysWhereItCameFrom(string variable, string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = server.Environment.With(variable, "a-wrong-token-4711");

        var result = (await Ectl.RunAsync(_user, line.Split(' '), variables)).ShouldExitWith(3);

        Assert.Empty(result.Output);
        Assert.Contains(variable, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ClientSecretOfAnotherKey_ExitsWithThree()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var reads = new RawServer(_ => RawAnswer.Json(401, """{"error":"invalid_client","error_description":"no such client"}"""));
        var variables = server.Environment.With("CONDUCTORONE_SERVER_URL", reads.Url.ToString());

        var result = (await Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", "1"], variables)).ShouldExitWith(3);

        Assert.All(reads.Requests, request => Assert.Equal("/auth/v1/token", request.Path));
        Assert.Contains("CONDUCTORONE_CLIENT_SECRET", result.Error, StringComparison.Ordinal);
    }
}
