using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Answers that cannot be read, or not for ever.</summary>
internal static class BodyFaults
{
    /// <summary>Codegen says nothing about the answers to ban and unban: for them any JSON will do.</summary>
    private static readonly IEnumerable<string> WithKnownAnswer =
        ControlledOperations.All.Select(operation => operation.Name).Where(name => name is not ("Codegen ban" or "Codegen unban"));

    private const int HugeBytes = 50 * 1024 * 1024;

    public static IEnumerable<Fault> All =>
    [
        new("200 with an empty body, once", Ok(""), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with garbage, once", Ok("\u0001\u0002no JSON"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with half the JSON, once", Body(operation => operation.Accepted[..^1]), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with half the JSON, always", Body(operation => operation.Accepted[..^1])) { Course = FaultCourse.UnclearAlways },
        new("200 with JSON that is no object, once", Ok("\"accepted\""), Accepted) { Course = FaultCourse.UnclearOnce, Only = [.. WithKnownAnswer] },
        new("200 with the wrong content type, once", Ok("{\"success\":true}", "text/plain"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with HTML, once", Ok("<html>Sign in</html>", "text/html"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with HTML, always", Ok("<html>Sign in</html>", "text/html")) { Course = FaultCourse.UnclearAlways },
        new("200 that breaks off in its body, once", Socket(operation => Reply.Truncated(operation.Accepted)), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with a body of 50 MB, once", Socket(() => Huge(200)), Accepted) { Course = FaultCourse.UnclearOnce },
        new("403 with a body of 50 MB", Socket(() => Huge(403))) { Course = FaultCourse.Refused, Reason = RefusalReason.Permission },
        new("200 with half a character in a field", Body(operation => With(operation, @"""note"":""\ud83d"""))) { Course = FaultCourse.Settled },
        new("200 with a field nested 500 deep", Body(operation => With(operation, $"\"deep\":{new string('[', 500)}{new string(']', 500)}"))) { Course = FaultCourse.Settled },
        new("200 with bytes that are no UTF-8", Socket(operation => Bytes([.. Encoding.Latin1.GetBytes(With(operation, "\"note\":\"\u00fc\""))]))) { Course = FaultCourse.Settled },
        new("200 with a byte order mark", Socket(operation => Bytes([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(operation.Accepted)]))) { Course = FaultCourse.Settled },
        new("200 in UTF-16", Socket(operation => Bytes(Encoding.Unicode.GetBytes(operation.Accepted)))) { Course = FaultCourse.Settled },
        new("200 compressed as gzip, unasked", Socket(operation => Bytes(Gzip(operation.Accepted), "Content-Encoding: gzip"))) { Course = FaultCourse.Settled },
        new("200 in an encoding that nobody knows, once", Socket(() => Bytes([1, 2, 3], "Content-Encoding: zstd")), Accepted) { Course = FaultCourse.UnclearOnce },
        new("200 with damaged gzip, always", Socket(() => Bytes([0x1F, 0x8B, 8, 0, 7, 7], "Content-Encoding: gzip"))) { Course = FaultCourse.UnclearAlways },
        new("no answer in time, once", Silence.UntilTimeout(), Accepted) { Course = FaultCourse.UnclearOnce },
        new("no answer in time, always", Silence.UntilTimeout()) { Course = FaultCourse.UnclearAlways },
        new("an answer that does not end in time, once", Socket(() => Reply.Raw(HalfAnAnswer, ReplyEnd.Hang)).UntilTimeout(), Accepted) { Course = FaultCourse.UnclearOnce },
    ];

    /// <summary>A status and the beginning of a body.</summary>
    public const string HalfAnAnswer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";

    /// <summary>The accepting answer with a field before its own.</summary>
    private static string With(ControlledOperation operation, string field) => $"{{{field}{(operation.Accepted == "{}" ? string.Empty : ",")}{operation.Accepted[1..]}";

    private static Reply Bytes(byte[] body, params string[] headers) => new(
        [
            .. Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 200 Scripted\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n")),
            .. body,
        ],
        ReplyEnd.KeepAlive);

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static Reply Huge(int status) => Reply.Raw($"HTTP/1.1 {status} Scripted\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n[\"") with
    {
        WriteMoreAsync = async (stream, cancellationToken) =>
        {
            var chunk = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            for (var written = 0; written < HugeBytes; written += chunk.Length)
            {
                await stream.WriteAsync(chunk, cancellationToken);
            }

            await stream.WriteAsync("\"]"u8.ToArray(), cancellationToken);
        },
    };
}
