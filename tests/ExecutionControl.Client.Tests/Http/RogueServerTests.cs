using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>Servers that lure the HTTP stack into sending again by itself: none of them sees one attempt twice.</summary>
public sealed class RogueServerTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task HttpClient_StreamIsRefused_SendsAgainByItself()
    {
        // What the client is kept from: without a pin, .NET makes several requests of one.
        await using var server = new RefusingHttp2Server();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url) { Content = new ByteArrayContent([]) };
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.SendAsync(request));

        Assert.True(server.StreamCount > 1, $"{server.StreamCount} streams");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PauseExecutionAsync_ApplicationAsksForHttp2_IsSentOnceAsHttp11(bool isRegistered)
    {
        await using var server = new RefusingHttp2Server();
        await using var provider = new ServiceCollection()
            .AddKubiya(options => (options.ServerUrl, options.ApiKey) = (server.Url, "kubiya-test-key"))
            .AddHttpMessageHandler(() => new Http2Handler())
            .Services.BuildServiceProvider();
        using var own = TestClients.Kubiya(server.Url, _clock, options => options.Handlers.Add(() => new Http2Handler()));
        var client = isRegistered ? provider.GetRequiredService<KubiyaClient>() : own;

        Assert.Equal(ControlOutcome.Applied, (await client.PauseExecutionAsync(Execution)).Outcome);

        Assert.Equal((0, 1), (server.StreamCount, server.PlainCount));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_PooledConnectionIsReset_IsSentOnce()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Reset : Reply.Json("""{"id":101,"status":"PAUSED"}"""));
        using var client = TestClients.Codegen(server.Url, _clock);
        await client.GetAgentRunAsync(101);

        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task PauseExecutionAsync_ApplicationsHandlerFollowsRedirects_IsNotTakenForAnAnswer()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" && request.Path.EndsWith("/pause", StringComparison.Ordinal)
            ? Reply.Json("{}", 302, "Location: /login")
            : Reply.Json("""{"success":true}"""));
        await using var provider = new ServiceCollection()
            .AddKubiya(options => (options.ServerUrl, options.ApiKey) = (server.Url, "kubiya-test-key"))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = true })
            .Services.BuildServiceProvider();

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => provider.GetRequiredService<KubiyaClient>().PauseExecutionAsync(Execution));
    }

    private sealed class Http2Handler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Refuses every stream of HTTP/2 as not processed, and accepts what comes over HTTP/1.1.</summary>
    private sealed class RefusingHttp2Server : IAsyncDisposable
    {
        private const int FrameHeadLength = 9;
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stopped = new();
        private readonly Task _serving;
        private int _streams;
        private int _plain;

        public RefusingHttp2Server()
        {
            _listener.Start();
            Url = new Uri($"http://{_listener.LocalEndpoint}");
            _serving = AcceptAsync();
        }

        public Uri Url { get; }

        public int StreamCount => _streams;

        public int PlainCount => _plain;

        public async ValueTask DisposeAsync()
        {
            await _stopped.CancelAsync();
            _listener.Dispose();
            await _serving;
            _stopped.Dispose();
        }

        private async Task AcceptAsync()
        {
            var connections = new List<Task>();
            try
            {
                while (true)
                {
                    connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                await Task.WhenAll(connections);
            }
        }

        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                try
                {
                    var stream = client.GetStream();
                    var start = new byte[24];
                    await stream.ReadExactlyAsync(start, _stopped.Token);
                    if (start.AsSpan().StartsWith("PRI "u8))
                    {
                        await RefuseAsync(stream);
                        return;
                    }

                    var text = Encoding.ASCII.GetString(start);
                    var rest = new byte[16 * 1024];
                    while (!text.Contains("\r\n\r\n", StringComparison.Ordinal))
                    {
                        text += Encoding.ASCII.GetString(rest, 0, await stream.ReadAsync(rest, _stopped.Token));
                    }

                    Interlocked.Increment(ref _plain);
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"success\":true}"u8.ToArray(), _stopped.Token);
                }
                catch (Exception exception) when (exception is IOException or OperationCanceledException)
                {
                    // The client went away, or the test is over.
                }
            }
        }

        private async Task RefuseAsync(NetworkStream stream)
        {
            const byte HeadersFrame = 1, ResetFrame = 3, SettingsFrame = 4;
            await stream.WriteAsync(new byte[] { 0, 0, 0, SettingsFrame, 0, 0, 0, 0, 0 }, _stopped.Token);
            var head = new byte[FrameHeadLength];
            while (true)
            {
                await stream.ReadExactlyAsync(head, _stopped.Token);
                await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]], _stopped.Token);
                if (head[3] == HeadersFrame)
                {
                    Interlocked.Increment(ref _streams);
                    var reset = new byte[FrameHeadLength + 4];
                    (reset[2], reset[3]) = (4, ResetFrame);
                    head.AsSpan(5, 4).CopyTo(reset.AsSpan(5));
                    BinaryPrimitives.WriteUInt32BigEndian(reset.AsSpan(FrameHeadLength), 7);
                    await stream.WriteAsync(reset, _stopped.Token);
                }
                else if (head[3] == SettingsFrame && head[4] == 0)
                {
                    await stream.WriteAsync(new byte[] { 0, 0, 0, SettingsFrame, 1, 0, 0, 0, 0 }, _stopped.Token);
                }
            }
        }
    }
}
