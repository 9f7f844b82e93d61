using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExecutionControl.Client.Tests.Wire;

/// <summary>A server on a bare socket that can break off, reset and hang at will, and notes every request that reached it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly Func<ScriptedRequest, Reply> _script;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public ScriptedServer(Func<ScriptedRequest, Reply> script)
    {
        _script = script;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>A server that gives these replies in turn, the last again and again.</summary>
    public ScriptedServer(params Reply[] replies)
        : this(request => replies[Math.Min(request.Number, replies.Length) - 1])
    {
    }

    public Uri Url { get; }

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Ends when the first connection is made.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Takes no further connection; those that are open go on.</summary>
    public void StopListening() => _listener.Stop();

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
                var connection = await _listener.AcceptTcpClientAsync(_stopped.Token);
                _connected.TrySetResult();
                connections.Add(ServeAsync(connection, connections.Count + 1));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient connection, int number)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
                while (await ReadAsync(stream, number) is { } request)
                {
                    _requests.Enqueue(request);
                    var reply = _script(request);
                    await stream.WriteAsync(reply.Bytes, _stopped.Token);
                    if (reply.WriteMoreAsync is { } writeMoreAsync)
                    {
                        await writeMoreAsync(stream, _stopped.Token);
                    }

                    reply.Written.TrySetResult();
                    switch (reply.End)
                    {
                        case ReplyEnd.KeepAlive:
                            continue;
                        case ReplyEnd.Reset:
                            connection.Client.LingerState = new LingerOption(enable: true, seconds: 0);
                            return;
                        case ReplyEnd.Hang:
                            await stream.ReadExactlyAsync(new byte[1], _stopped.Token);
                            return;
                        default:
                            return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<ScriptedRequest?> ReadAsync(NetworkStream stream, int connection)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Ends(head))
        {
            if (await stream.ReadAsync(one, _stopped.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stopped.Token);
        return new ScriptedRequest(Interlocked.Increment(ref _count), start[0], start[1], headers, Encoding.UTF8.GetString(body)) { Connection = connection };
    }

    private static bool Ends(List<byte> head) => head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}
