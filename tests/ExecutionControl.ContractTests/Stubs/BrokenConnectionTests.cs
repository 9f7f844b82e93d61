using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.Stubs;

public sealed class BrokenConnectionTests(StubServer server) : StubbedTests(server)
{
    [Theory]
    [InlineData("EMPTY_RESPONSE", "")]
    [InlineData("RANDOM_DATA_THEN_CLOSE", "\u0003no HTTP\r\n")]
    [InlineData("MALFORMED_RESPONSE_CHUNK", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n")]
    public async Task Answer_Closed_EndsAfterTheBytes(string way, string bytes)
    {
        using var client = await AskAsync(way);
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);

        Assert.Equal(bytes, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Answer_Reset_IsNoEnd()
    {
        using var client = await AskAsync("CONNECTION_RESET_BY_PEER");

        var fault = await Assert.ThrowsAsync<IOException>(() => client.GetStream().ReadAsync(new byte[1]).AsTask());

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(fault.InnerException).SocketErrorCode);
    }

    private async Task<TcpClient> AskAsync(string way)
    {
        Server.Add(new JsonObject
        {
            ["Request"] = new JsonObject { ["Path"] = "/break" },
            ["Response"] = new JsonObject { ["Headers"] = new JsonObject { [BrokenConnection.Header] = way } },
        });
        var client = new TcpClient();
        await client.ConnectAsync(Server.Address.Host, Server.Address.Port);
        await client.GetStream().WriteAsync("POST /break HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray());
        return client;
    }
}
