using System.Globalization;
using System.Text;

namespace ExecutionControl.Client.Tests.Wire;

/// <summary>What the scripted server does with a request: the bytes that it writes, and how it goes on.</summary>
internal sealed record Reply(byte[] Bytes, ReplyEnd End)
{
    /// <summary>Set once the server has come to the end of this reply's bytes.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes more than is worth keeping in memory, after the bytes.</summary>
    public Func<Stream, CancellationToken, Task>? WriteMoreAsync { get; init; }

    public static Reply Reset { get; } = new([], ReplyEnd.Reset);

    public static Reply Close { get; } = new([], ReplyEnd.Close);

    public static Reply Json(string body, int status = 200, params string[] headers) => Text(status, "application/json", body, headers);

    public static Reply Text(int status, string contentType, string body, params string[] headers) =>
        new(Encode(status, contentType, body, Encoding.UTF8.GetByteCount(body), headers), ReplyEnd.KeepAlive);

    /// <summary>An answer that promises more than it holds before the connection is closed.</summary>
    public static Reply Truncated(string body, int missingBytes = 10) =>
        new(Encode(200, "application/json", body, Encoding.UTF8.GetByteCount(body) + missingBytes, []), ReplyEnd.Close);

    /// <summary>Nothing, until the client or the test gives up.</summary>
    public static Reply Hang() => new([], ReplyEnd.Hang);

    public static Reply Raw(string text, ReplyEnd end = ReplyEnd.Close) => new(Encoding.UTF8.GetBytes(text), end);

    private static byte[] Encode(int status, string contentType, string body, int length, string[] headers) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Scripted\r\nContent-Type: {contentType}\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}"));
}
