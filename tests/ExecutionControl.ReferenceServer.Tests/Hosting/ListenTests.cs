using System.Net;
using System.Net.Sockets;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Hosting;

public sealed class ListenTests
{
    [Fact]
    public async Task StartAsync_Localhost_ListensOnBothLoopbackAddressesWithOnePort()
    {
        await using var server = await ReferenceServer.StartAsync(new() { Url = new("http://localhost:0") });
        Assert.Equal("localhost", server.Url.Host);
        Assert.Equal($"sandbox@localhost:{server.Url.Port}/spc", server.Credentials.ConductorOne.ClientId);
        string[] hosts = Socket.OSSupportsIPv6 && HasIPv6Loopback() ? ["127.0.0.1", "[::1]"] : ["127.0.0.1"];
        foreach (var host in hosts)
        {
            using var caller = Caller.With(new Uri($"http://{host}:{server.Url.Port}"), "Bearer", server.Credentials.Kubiya.ApiKey);
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/executions")).Status);
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "127.0.0.1")]
    [InlineData("http://[::]:0", "[::1]")]
    public async Task StartAsync_EveryAddress_NamesOneThatWorksFromHere(string url, string host)
    {
        if (host == "[::1]" && !HasIPv6Loopback())
        {
            return;
        }

        await using var server = await ReferenceServer.StartAsync(new() { Url = new(url) });
        Assert.Equal($"http://{host}:{server.Url.Port}/", server.Url.AbsoluteUri);
        Assert.Equal($"http://{host}:{server.Url.Port}", server.Environment["KUBIYA_CONTROL_PLANE_BASE_URL"]);
        Assert.Equal(HttpStatusCode.OK, (await new TokenRequest(server).SendAsync()).Status);

        // It is reachable from elsewhere all the same: what is published opens nothing.
        Assert.Null(server.Credentials.ControlToken);
        using var caller = Caller.With(server, "Bearer", "sandbox-kubiya-key-opens-loopback-only");
        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/api/v1/executions")).Status);
    }

    [Fact]
    public void Bind_PortInUseOnOneOfTwo_IsRefusedAndLeavesNothingBound()
    {
        using var taken = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var fault = Assert.Throws<IOException>(() => ListenSockets.Bind([IPAddress.Loopback, IPAddress.Parse("127.0.0.2")], port));
        Assert.Contains("already in use", fault.Message, StringComparison.Ordinal);
        using var again = ListenSockets.Bind([IPAddress.Loopback], port);
        Assert.Equal(port, Assert.Single(again.EndPoints).Port);
    }

    [Fact]
    public void Bind_AddressThatTheMachineLacks_LeavesTheOthers()
    {
        using var sockets = ListenSockets.Bind([IPAddress.Loopback, IPAddress.Parse("2001:db8::1")], 0);
        Assert.Equal(IPAddress.Loopback, Assert.Single(sockets.EndPoints).Address);
    }

    private static bool HasIPv6Loopback()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
