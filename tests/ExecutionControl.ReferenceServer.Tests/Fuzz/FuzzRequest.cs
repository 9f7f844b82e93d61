using System.Globalization;
using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>A request that may be wrong in any way but one: it is framed as HTTP/1.1, so that an answer belongs to it.</summary>
internal sealed record FuzzRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    /// <summary>Whether the body goes in chunks instead of under a length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The bytes on the wire. Text is written as Latin-1, so that any byte can be in it.</summary>
    public byte[] ToBytes(string authority)
    {
        var head = new StringBuilder().Append(Method).Append(' ').Append(Target).Append(" HTTP/1.1\r\n");
        if (!Headers.Any(header => header.Name is "Host"))
        {
            head.Append("Host: ").Append(authority).Append("\r\n");
        }

        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        using var bytes = new MemoryStream();
        if (IsChunked)
        {
            Write(head.Append("Transfer-Encoding: chunked\r\n\r\n"));
            foreach (var chunk in Body.Chunk(7))
            {
                Write(new StringBuilder(chunk.Length.ToString("x", CultureInfo.InvariantCulture)).Append("\r\n"));
                bytes.Write(chunk);
                Write(new StringBuilder("\r\n"));
            }

            Write(new StringBuilder("0\r\n\r\n"));
        }
        else
        {
            if (!Headers.Any(header => header.Name is "Content-Length") && (Body.Length > 0 || Method is "POST" or "PUT" or "PATCH"))
            {
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
            }

            Write(head.Append("\r\n"));
            bytes.Write(Body);
        }

        return bytes.ToArray();

        void Write(StringBuilder text) => bytes.Write(Encoding.Latin1.GetBytes(text.ToString()));
    }

    /// <summary>The values of a header.</summary>
    public IEnumerable<string> Header(string name) =>
        Headers.Where(header => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}
