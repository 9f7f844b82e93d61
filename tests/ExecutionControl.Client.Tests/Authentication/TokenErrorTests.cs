using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class TokenErrorTests
{
    [Theory]
    [InlineData(400, """{"access_token":"live-token-0123456789","token_type":"Bearer","expires_in":3600}""")]
    [InlineData(401, """{"error":"e","Access_Token":"live-token-0123456789"}""")]
    [InlineData(503, """{"refresh_token":"live-token-0123456789"}""")]
    [InlineData(308, """[{"id_token":"live-token-0123456789"}]""")]
    [InlineData(500, """{"acc\u0065ss":"live-token-0123456789","expires_in":3600}""")]
    public async Task GetAccessTokenAsync_ErrorThatHoldsAToken_TellsNothingOfIt(int status, string body)
    {
        await using var server = new ScriptedServer(Reply.Json(body, status));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock(), options =>
        {
            options.AccessToken = null;
            options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
            options.ClientSecret = ClientSecretText.Valid;
        });

        var asked = await Assert.ThrowsAsync<TokenRequestException>(() => client.GetAccessTokenAsync());
        var called = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal((status, (string?)null), (asked.StatusCode, asked.ResponseBody));
        Assert.DoesNotContain("live-token", $"{asked} {called} {called.Details}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAccessTokenAsync_ErrorWithoutAToken_IsKept()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"error":"invalid_client","error_description":"no"}""", 401));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock(), options =>
        {
            options.AccessToken = null;
            options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
            options.ClientSecret = ClientSecretText.Valid;
        });

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => client.GetAccessTokenAsync());

        Assert.Equal("""{"error":"invalid_client","error_description":"no"}""", exception.ResponseBody);
    }
}
