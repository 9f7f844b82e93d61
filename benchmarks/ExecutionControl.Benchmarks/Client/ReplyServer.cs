using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExecutionControl.Benchmarks.Client;

/// <summary>
/// Answers whatever it is asked with the same few bytes, over real sockets and without allocating for a request: what this process allocates is
/// its clients'. A thread for each connection.
/// </summary>
internal sealed class ReplyServer : IDisposable
{
    private const int MaxRequestBytes = 16 * 1024;

    private static readonly byte[] _reply = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nDate: Thu, 26 Nov 2026 12:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
        + "X-Request-Id: 0f8fad5b-d9cb-469f-a165-70867728950e\r\n\r\n{}");

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReplyServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(256);
        Url = new Uri($"http://{_listener.LocalEndPoint}");
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public Uri Url { get; }

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.Accept();
                connection.NoDelay = true;
                new Thread(() => Serve(connection), maxStackSize: 256 * 1024) { IsBackground = true }.Start();
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    private static void Serve(Socket connection)
    {
        using (connection)
        {
            var buffer = new byte[MaxRequestBytes];
            var length = 0;
            try
            {
                int read;
                while ((read = connection.Receive(buffer, length, buffer.Length - length, SocketFlags.None)) > 0)
                {
                    length += read;
                    if (IsWhole(buffer.AsSpan(0, length)))
                    {
                        connection.Send(_reply);
                        length = 0;
                    }
                }
            }
            catch (SocketException)
            {
                // The client went away.
            }
        }
    }

    /// <summary>Whether a request is there to its end. Nobody here sends a second one before the first is answered.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> request)
    {
        var head = request.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        var body = request[(head + 4)..];
        var header = request[..head];
        if (header.IndexOf("Transfer-Encoding: chunked"u8) >= 0)
        {
            return body.EndsWith("0\r\n\r\n"u8);
        }

        var length = header.IndexOf("Content-Length: "u8);
        return length < 0
            || (System.Buffers.Text.Utf8Parser.TryParse(header[(length + "Content-Length: ".Length)..], out int bytes, out _) && body.Length >= bytes);
    }
}
