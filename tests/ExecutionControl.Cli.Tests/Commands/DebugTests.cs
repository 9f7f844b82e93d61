using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>--debug</c> shows requests and answers, and none of their secrets.</summary>
public sealed class DebugTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task Debug_AnswerHoldsSecrets_ShowsEverythingElse(string format)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(
            200,
            """{"success":true,"message":"seen kubiya-key-4711","api_key":"abc4711def","nested":{"refreshToken":"xyz4711"},"note":"Bearer zzzz4711zzzz"}""",
            "Set-Cookie: session=cookie4711\r\n"));

        var result = (await Ectl.RunAsync(
            _user,
            ["executions", "pause", "a", "--debug", "-o", format],
            ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.Contains("POST ", result.Error, StringComparison.Ordinal);
        Assert.Contains("/api/v1/executions/a/pause", result.Error, StringComparison.Ordinal);
        Assert.Contains("200 Text", result.Error, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer [redacted]", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Error, StringComparison.Ordinal);
        Assert.Contains("seen [redacted]", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"access_token":"abc","x":1}""", """{"access_token":"[redacted]","x":1}""")]
    [InlineData("""{"clientSecret" : "a\"b", "x":1}""", """{"clientSecret" : "[redacted]", "x":1}""")]
    [InlineData("""{"nextPageToken":"abc","page_token":"d","pageToken":"e"}""", """{"nextPageToken":"abc","page_token":"d","pageToken":"e"}""")]
    [InlineData(
        """{"webhookCapabilityUrl":"https://x.example/y","webhookHmacSecret":"s"}""",
        """{"webhookCapabilityUrl":"[redacted]","webhookHmacSecret":"[redacted]"}""")]
    [InlineData("grant_type=x&client_assertion=abc.def&y=1", "grant_type=x&client_assertion=[redacted]&y=1")]
    [InlineData("Authorization: UserKey abcdefgh", "Authorization: UserKey [redacted]")]
    [InlineData("a eyJhbGciOi.eyJpc3Mi.c2ln b", "a [redacted] b")]
    [InlineData("is secret-token:conductorone.com:v1:abc_-1", "is [redacted]")]
    [InlineData("it was known-secret here", "it was [redacted] here")]
    [InlineData("the bearer token is missing", "the bearer token is missing")]
    public void Redact_Text_LosesItsSecretsOnly(string text, string expected) =>
        Assert.Equal(expected, new SecretRedactor(["known-secret", null, "x"]).Redact(text));
}
