using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>A server on bare sockets that keeps connections and writes whatever it is given.</summary>
internal sealed class AnswerServer : IAsyncDisposable
{
    private static readonly byte[] Zeros = new byte[64 * 1024];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<string, string, string?, FuzzedAnswer> _script;
    private readonly Action _hang;
    private readonly Task _accepting;

    /// <param name="script">Gives the answer to a method and a path, with the token that came along.</param>
    /// <param name="hang">Is called where there will be no answer.</param>
    public AnswerServer(Func<string, string, string?, FuzzedAnswer> script, Action hang)
    {
        _script = script;
        _hang = hang;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>The most that a client took of an answer without an end.</summary>
    public long MostTaken { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stopped.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        using (socket)
        {
            try
            {
                socket.NoDelay = true;
                while (await ReadAsync(socket, buffer) is { } request)
                {
                    var answer = _script(request.Method, request.Path, request.Token);
                    await SendAsync(socket, answer.Bytes);
                    await SendEndlessAsync(socket, answer.Endless);
                    switch (answer.End)
                    {
                        case ReplyEnd.KeepAlive:
                            continue;
                        case ReplyEnd.Reset:
                            socket.LingerState = new LingerOption(enable: true, seconds: 0);
                            return;
                        case ReplyEnd.Hang:
                            _hang();
                            await socket.ReceiveAsync(buffer, _stopped.Token);
                            return;
                        default:
                            return;
                    }
                }
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes, _stopped.Token)..];
        }
    }

    private async Task SendEndlessAsync(Socket socket, long count)
    {
        long taken = 0;
        try
        {
            for (; taken < count; taken += Zeros.Length)
            {
                await SendAsync(socket, Zeros);
            }
        }
        finally
        {
            MostTaken = Math.Max(MostTaken, taken);
        }
    }

    private static string? TokenOf(string head)
    {
        const string Start = "\r\nAuthorization: Bearer ";
        var at = head.IndexOf(Start, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : head[(at + Start.Length)..].Split("\r\n")[0];
    }

    private async Task<(string Method, string Path, string? Token)?> ReadAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), _stopped.Token);
            if (read == 0)
            {
                return null;
            }

            length += read;
        }

        var head = Encoding.ASCII.GetString(buffer, 0, end);
        var at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var bodyLength = at < 0 ? 0 : int.Parse(head.AsSpan(at + 16, (head + "\r\n").IndexOf("\r\n", at, StringComparison.Ordinal) - at - 16), CultureInfo.InvariantCulture);
        for (var left = end + 4 + bodyLength - length; left > 0;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(0, Math.Min(left, buffer.Length)), _stopped.Token);
            if (read == 0)
            {
                return null;
            }

            left -= read;
        }

        var words = head.Split(' ', 3);
        return (words[0], words[1], TokenOf(head));
    }
}
