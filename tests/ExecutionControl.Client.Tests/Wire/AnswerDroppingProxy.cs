using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExecutionControl.Client.Tests.Wire;

/// <summary>
/// Stands between a client and a server on the same machine and passes everything on, but for one answer: the first to a
/// request for <c>droppedPath</c>, which the server has made in full by then. In its place the connection is reset.
/// </summary>
internal sealed class AnswerDroppingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly IPEndPoint _server;
    private readonly string _droppedPath;
    private readonly Task _accepting;
    private int _dropped;

    public AnswerDroppingProxy(Uri server, string droppedPath)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.Port);
        _droppedPath = droppedPath;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>How many answers were dropped.</summary>
    public int DroppedCount => _dropped;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server, _stopped.Token);
                var lastRequest = string.Empty;
                var upward = CopyAsync(client.GetStream(), server.GetStream(), bytes =>
                {
                    lastRequest = Encoding.ASCII.GetString(bytes.Span);
                    return true;
                });
                var downward = CopyAsync(server.GetStream(), client.GetStream(), _ =>
                    !lastRequest.Contains(_droppedPath, StringComparison.Ordinal) || Interlocked.CompareExchange(ref _dropped, 1, 0) != 0);
                if (!await await Task.WhenAny(upward, downward))
                {
                    client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One of the two went away, or the test is over.
            }
        }
    }

    /// <summary>Passes bytes on until their source ends or one piece must not pass, which is false.</summary>
    private async Task<bool> CopyAsync(Stream source, Stream target, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await source.ReadAsync(buffer, _stopped.Token)) > 0)
        {
            if (!mayPass(buffer.AsMemory(0, read)))
            {
                return false;
            }

            await target.WriteAsync(buffer.AsMemory(0, read), _stopped.Token);
        }

        return true;
    }
}
