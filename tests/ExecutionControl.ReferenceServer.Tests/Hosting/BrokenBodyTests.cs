using System.Text;
using ExecutionControl.Reference.Tests.Fuzz;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class BrokenBodyTests
{
    [Theory]
    [InlineData("2\r\n{}\r\n0\r\nX: \u00ff\r\n\r\n")]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    public async Task Resolve_ChunksThatAreNone_AreABadRequest(string chunks)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var connection = await WireConnection.OpenAsync(server.Url, patience.Token);
        await connection.SendAsync(
            Encoding.Latin1.GetBytes(
                $"POST /api/v1/automations/aut_runaway/circuit_breaker/resolve_paused HTTP/1.1\r\nHost: {server.Url.Authority}\r\n"
                + $"Authorization: Bearer {server.Credentials.ConductorOne.AccessToken}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"),
            patience.Token);
        var answer = await connection.ReadAsync(hasNoBody: false, patience.Token);
        Assert.Equal(400, answer!.Status);
        Assert.StartsWith("""{"code":3,""", answer.BodyText, StringComparison.Ordinal);
    }
}
