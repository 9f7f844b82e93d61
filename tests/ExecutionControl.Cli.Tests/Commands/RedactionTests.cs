using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>A service that repeats a credential in its data: the client hides what it sent, ectl whatever else it was given, in every format.</summary>
public sealed class RedactionTests : IDisposable
{
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
    public async Task Read_ServiceRepeatsWhatItWasSent_DoesNotShowIt(string command, string format)
    {
        const string item = """{"id":"a","status":"running","entity_name":"key kubiya-key-4711 it is","user_email":"kubiya-key-4711"}""";
        await using var server = new RawServer(request => RawAnswer.Json(200, request.Path.Contains("/executions/", StringComparison.Ordinal) ? item : $"[{item}]"));

        var result = (await Ectl.RunAsync(_user, ["executions", .. command.Split(' '), "-o", format], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.Matches(@"key [\[(](redacted|hidden)[\])] it is", result.Output);
        Assert.DoesNotContain("4711", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "table")]
    [InlineData("list", "json")]
    [InlineData("list", "jsonl")]
    [InlineData("get aut_1", "table")]
    [InlineData("get aut_1 aut_2", "json")]
    [InlineData("get aut_1 aut_2", "jsonl")]
    [InlineData("get aut_1 aut_2", "table")]
    public async Task Read_ServiceKnowsASecretThatItWasNotSent_DoesNotShowIt(string command, string format)
    {
        await using var credentials = await ReferenceServer.StartAsync();
        var secret = credentials.Credentials.ConductorOne.ClientSecret;
        await using var server = new RawServer(request => RawAnswer.Json(200, request.Path switch
        {
            { } path when path.EndsWith("/token", StringComparison.Ordinal) => """{"access_token":"minted-token-0815","token_type":"Bearer","expires_in":3600}""",
            { } path when path.Contains("/automations/", StringComparison.Ordinal) => $$$"""{"automation":{"id":"aut_1","displayName":"secret {{{secret}}} it is"}}""",
            { } path when path.Contains("executions", StringComparison.Ordinal) => """{"list":[],"nextPageToken":""}""",
            _ => $$"""{"list":[{"id":"aut_1","displayName":"secret {{secret}} it is"}],"nextPageToken":""}""",
        }));

        var result = (await Ectl.RunAsync(
            _user, ["automations", .. command.Split(' '), "-o", format], credentials.Environment.With("CONDUCTORONE_SERVER_URL", server.Url.ToString()))).ShouldExitWith(0);

        Assert.Contains("secret [redacted] it is", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, result.Output + result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--no-token-cache")]
    public async Task Read_ServiceRepeatsATokenThatWasMinted_DoesNotShowIt(string option)
    {
        await using var credentials = await ReferenceServer.StartAsync();
        await using var server = new RawServer(request => RawAnswer.Json(200, request.Path switch
        {
            { } path when path.EndsWith("/token", StringComparison.Ordinal) => """{"access_token":"minted-token-0815","token_type":"Bearer","expires_in":3600}""",
            { } path when path.Contains("executions", StringComparison.Ordinal) => """{"list":[],"nextPageToken":""}""",
            _ => """{"automation":{"id":"aut_1","displayName":"minted-token-0815 is yours"}}""",
        }));
        string[] line = ["automations", "get", "aut_1", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        // The second run has the token from the first one's file, where there is one.
        for (var run = 0; run < 2; run++)
        {
            var result = (await Ectl.RunAsync(_user, line, credentials.Environment.With("CONDUCTORONE_SERVER_URL", server.Url.ToString()))).ShouldExitWith(0);
            Assert.Contains(" is yours", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("0815", result.Output + result.Error, StringComparison.Ordinal);
        }
    }
}
