using System.Text;

namespace ExecutionControl.Cli.Tests.Servers;

/// <summary>What a <see cref="RawServer"/> does with a request that it has read.</summary>
/// <param name="Bytes">What it writes before it closes the connection; null leaves the request without an answer until the server ends.</param>
public sealed record RawAnswer(byte[]? Bytes)
{
    /// <summary>Closes the connection without a word.</summary>
    public static RawAnswer Close { get; } = new([]);

    /// <summary>Never answers.</summary>
    public static RawAnswer Silence { get; } = new((byte[]?)null);

    public static RawAnswer Json(int status, string body, string extraHeader = "") => new(Encoding.UTF8.GetBytes(
        $"HTTP/1.1 {status} Text\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{extraHeader}Connection: close\r\n\r\n{body}"));
}
