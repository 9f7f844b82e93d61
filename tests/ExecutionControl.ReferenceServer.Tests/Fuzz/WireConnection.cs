using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>One connection to a server, on which whatever bytes go out and answers are read.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[16 * 1024];
    private int _length;

    /// <summary>Whether nothing more can be asked on it.</summary>
    public bool IsOver { get; private set; }

    public static async Task<WireConnection> OpenAsync(Uri url, CancellationToken cancellationToken)
    {
        var connection = new WireConnection();
        await connection._socket.ConnectAsync(IPAddress.Loopback, url.Port, cancellationToken);
        return connection;
    }

    /// <summary>Sends; a server that has closed already is noticed when its answer is read.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
            }
        }
        catch (SocketException)
        {
            IsOver = true;
        }
    }

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            IsOver = true;
        }
    }

    /// <summary>The next answer; null when the connection ended without one.</summary>
    public async Task<WireAnswer?> ReadAsync(bool hasNoBody, CancellationToken cancellationToken)
    {
        while (true)
        {
            int end;
            while ((end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0)
            {
                if (!await FillAsync(cancellationToken))
                {
                    return null;
                }
            }

            var head = Encoding.Latin1.GetString(_buffer, 0, end);
            Drop(end + 4);
            var status = int.Parse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            if (status < 200)
            {
                continue;
            }

            var answer = new WireAnswer(status, head, []);
            var length = hasNoBody || status is 204 or 304 ? 0 : int.Parse(answer.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
            while (_length < length)
            {
                if (!await FillAsync(cancellationToken))
                {
                    return null;
                }
            }

            answer = answer with { Body = _buffer[..length] };
            Drop(length);
            IsOver |= answer.Header("Connection") is "close";
            return answer;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_length == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_length), cancellationToken);
            _length += read;
            IsOver |= read == 0;
            return read > 0;
        }
        catch (SocketException)
        {
            IsOver = true;
            return false;
        }
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }
}
