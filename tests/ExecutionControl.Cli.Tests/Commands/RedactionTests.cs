using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>A service that repeats a credential in its data: it is shown nowhere, whatever the format.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Mark = "[redacted]";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("list", "table")]
    [InlineData("list", "json")]
    [InlineData("list --limit 1", "jsonl")]
    [InlineData("get a", "table")]
    [InlineData("get a", "json")]
    [InlineData("get a b", "table")]
    [InlineData("get a b", "json")]
    [InlineData("get a b", "jsonl")]
    public async Task Read_ServiceRepeatsTheCredential_DoesNotShowIt(string command, string format)
    {
        const string item = """{"id":"a","status":"running","entity_name":"key kubiya-key-4711 it is","user_email":"kubiya-key-4711"}""";
        await using var server = new RawServer(request => RawAnswer.Json(200, Answer(request.Path)));

        var result = (await EctlProcess.RunAsync(_user, ["executions", .. command.Split(' '), "-o", format], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.Contains($"key {Mark} it is", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("kubiya-key", result.Output + result.Error, StringComparison.Ordinal);

        static string Answer(string path) => path.Contains("/executions/", StringComparison.Ordinal) ? item : $"[{item}]";
    }

    [Fact]
    public async Task Read_ServiceRepeatsACredentialThatJsonEscapes_DoesNotShowIt()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """[{"id":"a","status":"running","entity_name":"pass\"word\\4711"}]"""));

        var result = (await EctlProcess.RunAsync(
            _user, ["executions", "list", "-o", "json"], ServiceVariables.Kubiya(server.Url).With("KUBIYA_API_KEY", "pass\"word\\4711"))).ShouldExitWith(0);

        Assert.Contains(Mark, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--no-token-cache")]
    public async Task Read_ServiceRepeatsATokenThatWasMinted_DoesNotShowIt(string option)
    {
        await using var credentials = await ReferenceServer.StartAsync();
        await using var server = new RawServer(request => RawAnswer.Json(200, request.Path.EndsWith("/token", StringComparison.Ordinal)
            ? """{"access_token":"minted-token-0815","token_type":"Bearer","expires_in":3600}"""
            : """{"automation":{"id":"aut_1","displayName":"minted-token-0815 is yours"}}"""));
        string[] line = ["automations", "get", "aut_1", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        // The second run has the token from the first one's file, where there is one.
        for (var run = 0; run < 2; run++)
        {
            var result = (await EctlProcess.RunAsync(_user, line, credentials.Environment.With("CONDUCTORONE_SERVER_URL", server.Url.ToString()))).ShouldExitWith(0);
            Assert.Contains($"{Mark} is yours", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("0815", result.Output + result.Error, StringComparison.Ordinal);
        }
    }
}
