using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ExecutionControl.Cli.Tests.Servers;

/// <summary>A server on a plain socket: keeps every request as it came, and answers as no decent server would.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Func<RawRequest, RawAnswer> _answer;
    private readonly ConcurrentQueue<RawRequest> _requests = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly TaskCompletionSource _firstAnswerRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public RawServer(Func<RawRequest, RawAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public IReadOnlyCollection<RawRequest> Requests => _requests;

    /// <summary>Completes when the client has read the first answer to its end and closed the connection.</summary>
    public Task FirstAnswerRead => _firstAnswerRead.Task.WaitAsync(TimeLimit);

    /// <summary>Completes when so many more requests have been read.</summary>
    public async Task ArrivalsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await _arrivals.WaitAsync(TimeLimit), $"request {i + 1} of {count} did not come");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _ended.Dispose();
        _arrivals.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                // An answer may wait for other requests, so that the next one must be accepted meanwhile.
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                serving.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || _ended.IsCancellationRequested)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                if (request is null)
                {
                    return;
                }

                _requests.Enqueue(request);
                _arrivals.Release();
                var answer = _answer(request);
                if (answer.Bytes is { } bytes)
                {
                    await stream.WriteAsync(bytes, _ended.Token);
                    client.Client.Shutdown(SocketShutdown.Send);
                    await ReadToEndAsync(stream);
                    _firstAnswerRead.TrySetResult();
                    return;
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, _ended.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<RawRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, _ended.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, _ended.Token);
        var start = lines[0].Split(' ');
        return new RawRequest(start[0], start[1], headers, Encoding.UTF8.GetString(body));
    }

    private async Task ReadToEndAsync(NetworkStream stream)
    {
        var rest = new byte[256];
        while (await stream.ReadAsync(rest, _ended.Token) > 0)
        {
        }
    }

    private static bool EndsHead(List<byte> head) =>
        head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}
