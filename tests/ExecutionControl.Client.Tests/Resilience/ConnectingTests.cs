using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>Where the line runs between a request that was not sent and one that may have been.</summary>
public sealed class ConnectingTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private static readonly string[] HugeImage = [$"data:image/png;base64,{new string('A', 32 * 1024 * 1024)}"];
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task PauseExecutionAsync_TlsHandshakeGetsNoAnswer_IsNotApplied()
    {
        await using var server = new ScriptedServer(Reply.Hang());
        using var client = TestClients.Kubiya(Https(server), _clock, options =>
        {
            // The one limit that only the system's clock knows.
            options.Retry.ConnectTimeout = TimeSpan.FromMilliseconds(100);
            options.Retry.MaxAttempts = 2;
        });

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Execution));

        Assert.Equal(2, exception.Details.Attempts);
        Assert.Contains("no connection could be made in time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_ServerSpeaksNoTls_IsNotApplied()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        using var client = TestClients.Codegen(new Uri($"https://{listener.LocalEndpoint}"), _clock, options => options.Retry.MaxAttempts = 1);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains("no secure connection could be made", exception.Message, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task ResumeAgentRunAsync_CancelledInTheMiddleOfTheBody_IsUnknown()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Resuming(listener);
        using var cancellation = new CancellationTokenSource();

        var call = client.ResumeAgentRunAsync(101, "go on", new ResumeAgentRunOptions { Images = HugeImage }, cancellationToken: cancellation.Token);
        using var connection = await BeginReadingAsync(listener);
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);

        Assert.Equal((ControlOutcome.Unknown, false), (exception.Outcome, exception.SafeToRepeat));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_ResetInTheMiddleOfTheBody_IsUnknownAndNotSentAgain()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = Resuming(listener);

        var call = client.ResumeAgentRunAsync(101, "go on", new ResumeAgentRunOptions { Images = HugeImage });
        using (var connection = await BeginReadingAsync(listener))
        {
            connection.LingerState = new LingerOption(enable: true, seconds: 0);
            listener.Stop();
        }

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);

        Assert.Equal((false, 1), (exception.SafeToRepeat, exception.Details.Attempts));
    }

    private static Uri Https(ScriptedServer server) => new($"https://{server.Url.Authority}");

    /// <summary>Takes a connection, reads a little of what comes and then no more, so that the sender is stuck in its middle.</summary>
    private static async Task<Socket> BeginReadingAsync(TcpListener listener)
    {
        var connection = await listener.AcceptSocketAsync();
        await connection.ReceiveAsync(new byte[1024]);
        return connection;
    }

    private static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var connection = await BeginReadingAsync(listener);
        await connection.SendAsync(answer);
        connection.Shutdown(SocketShutdown.Send);
        while (await connection.ReceiveAsync(new byte[1024]) > 0)
        {
            // Until the client has had enough.
        }
    }

    private CodegenClient Resuming(TcpListener listener) => TestClients.Codegen(new Uri($"http://{listener.LocalEndpoint}"), _clock);
}
