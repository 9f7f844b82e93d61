using System.Globalization;
using System.Text;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>Draws answers: a documented one, or one with a status, headers, a body or an end that no service should send.</summary>
internal static class AnswerGrammar
{
    private static readonly int[] Statuses =
    [
        201, 202, 203, 204, 205, 206, 207, 226, 299, 300, 301, 302, 303, 304, 305, 307, 308, 399, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412,
        413, 414, 415, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 444, 451, 460, 463, 494, 495, 499, 500, 501, 502, 503, 504, 505, 507, 508, 510, 511, 520,
        521, 522, 523, 524, 525, 526, 527, 530, 561, 598, 599, 600, 700, 999,
    ];

    private static readonly string[] ErrorBodies =
    [
        """{"code":9,"message":"no (request-id: req-1)","details":[]}""", """{"code":16,"message":"token","details":[]}""", """{"code":13,"message":"m"}""",
        """{"message":"m","status_code":429}""", """{"detail":[{"loc":["body",0,"id"],"msg":"m","type":"t"}]}""", """{"detail":"Failed to pause execution: badly formed hexadecimal UUID string"}""",
        """{"detail":{"error":"Unauthorized","message":"m","hint":"h"}}""", """{"error":"invalid_client","error_description":"d"}""", """{"error":{"code":1,"message":"m"}}""",
        "\"text\"", "[]", "", "<html>", "null",
    ];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-8", "application/json;charset=\"utf-16\"", "text/json", "application/problem+json", "text/html", "text/plain",
        "application/grpc", "application/octet-stream", "multipart/mixed; boundary=x", "", ";", "application/", "nonsense", "application/json, text/html", "APPLICATION/JSON",
    ];

    private static readonly string[] OddHeaders =
    [
        "Retry-After: 0", "Retry-After: 3", "Retry-After: 45", "Retry-After: -1", "Retry-After: 1.5", "Retry-After: 292.05", "Retry-After: 1e9", "Retry-After: soon", "Retry-After:",
        "Retry-After: 99999999999999999999", "Retry-After: 2147483647", "Retry-After: 2147483648", "Retry-After: Sun, 01 Mar 2026 12:00:04 GMT", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
        "Retry-After: Mon, 01 Jan 0001 00:00:00 GMT", "Retry-After: 1, 2", "Retry-After: 1\r\nRetry-After: 2", "Retry-After: \u00ff", "Date: Sun, 01 Mar 2026 12:00:00 GMT",
        "Date: Mon, 01 Jan 0001 00:00:00 GMT", "Date: Fri, 31 Dec 9999 23:59:59 GMT", "Date: never", "Date: 0", "Date:", "Date: a\r\nDate: b", "x-request-id: @@SECRET@@", "x-request-id: \u00e9\u00ff",
        "x-request-id:", "x-request-id: a\r\nx-request-id: b", "Location: https://elsewhere.test/", "Location: //", "Location: \u0001", "Set-Cookie: a=b", "Connection: close",
        "Connection: keep-alive, upgrade", "Upgrade: h2c", "Alt-Svc: h3=\":443\"", "Content-Language: x", "Content-Range: bytes 0-1/9", "Content-MD5: x", "Content-Disposition: attachment",
        "WWW-Authenticate: Bearer", "Proxy-Authenticate: Basic", "Age: x", "Via: x", "Warning: 199 x", "Expires: -1", "Content-Encoding: identity", "Content-Encoding: br", "Content-Encoding: zstd",
        "Content-Encoding: gzip, gzip", "Content-Encoding: x", "Transfer-Encoding: gzip", "Content-Length: 3", "Content-Length: x", "Content-Length: -1", "Content-Length: 99999999999999999999",
        "Trailer: x", "X: y\r\n folded", "no colon", ": nameless", "X\u0000: y", "X: \u0000", " X: y", "Server: @@SECRET@@",
    ];

    public static FuzzedAnswer Draw(Random random, string method, string path, string secret, bool isSpoilt)
    {
        var documented = DocumentedAnswers.For(method, path);
        var (text, isSuccess) = documented[random.Next(documented.Count)];
        if (!isSpoilt)
        {
            return Write(random, 200, "200 OK", ["Content-Type: application/json"], Encoding.UTF8.GetBytes(text), isSuccess, isPlain: true);
        }

        switch (random.Next(40))
        {
            case 0:
                return new FuzzedAnswer([], ReplyEnd.Close, 0);
            case 1:
                return new FuzzedAnswer([], ReplyEnd.Reset, 0);
            case 2:
                return new FuzzedAnswer([], ReplyEnd.Hang, 0);
            case 3 when random.Next(40) == 0:
                return new FuzzedAnswer(Head("200 OK", ["Content-Type: application/json"], null), ReplyEnd.Close, 200) { Endless = 128 * 1024 * 1024 };
            case 3 when random.Next(20) == 0:
                return new FuzzedAnswer([.. Head("200 OK", ["Content-Type: application/json", "Content-Encoding: gzip"], null), .. GzipBomb.Bytes], ReplyEnd.Close, 200);
            case 4:
                return Garbage(random);
        }

        var status = random.Next(10) < 6 ? 200 : Statuses[random.Next(Statuses.Length)];
        var statusLine = string.Create(CultureInfo.InvariantCulture, $"{status} {(random.Next(8) == 0 ? string.Empty : "Text")}");
        var body = AnswerBody.Make(random, status < 300 || random.Next(4) == 0 ? text : ErrorBodies[random.Next(ErrorBodies.Length)], secret);
        var headers = new List<string>();
        var isTyped = random.Next(8) != 0;
        headers.Add($"Content-Type: {(isTyped ? Types[0] : Types[random.Next(Types.Length)])}");
        if (body.Encoding is { } encoding)
        {
            headers.Add($"Content-Encoding: {encoding}");
        }

        var hasOddHeader = random.Next(3) == 0;
        if (hasOddHeader)
        {
            headers.Insert(random.Next(headers.Count + 1), OddHeaders[random.Next(OddHeaders.Length)].Replace("@@SECRET@@", secret, StringComparison.Ordinal));
        }

        // 204 and 205 have no body, 304 neither; a partial content is no whole one.
        var isMeant = status is 200 or 201 or 202 && body.IsMeant && isTyped && !hasOddHeader;
        var answer = Write(random, status, statusLine, headers, body.Bytes, isSuccess && isMeant, isPlain: false) with { NamesUuid = body.Text.Contains("UUID", StringComparison.Ordinal) };

        // Where the header says otherwise how long it is, a client that waits for more learns by the end that there is none.
        return hasOddHeader && answer.End == ReplyEnd.KeepAlive ? answer with { End = ReplyEnd.Close } : answer;
    }

    private static FuzzedAnswer Write(Random random, int status, string statusLine, List<string> headers, byte[] body, bool isSuccess, bool isPlain)
    {
        switch (isPlain ? 0 : random.Next(16))
        {
            case 1:
                return new FuzzedAnswer([.. Head(statusLine, headers, null), .. body], ReplyEnd.Close, status) { IsSuccess = isSuccess };
            case 2:
                return new FuzzedAnswer(Chunked(random, statusLine, headers, body, isTrue: true), ReplyEnd.KeepAlive, status) { IsSuccess = isSuccess };
            case 3:
                return new FuzzedAnswer(Chunked(random, statusLine, headers, body, isTrue: false), ReplyEnd.Close, status);
            case 4:
                return new FuzzedAnswer([.. Head(statusLine, headers, body.Length + 1 + random.Next(100)), .. body], random.Next(2) == 0 ? ReplyEnd.Close : ReplyEnd.Hang, status);
            case 5:
                return new FuzzedAnswer([.. Head(statusLine, headers, random.Next(body.Length + 1)), .. body], ReplyEnd.KeepAlive, status);
            case 6:
                return new FuzzedAnswer([.. "HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"u8, .. Head(statusLine, headers, body.Length), .. body], ReplyEnd.KeepAlive, status) { IsSuccess = isSuccess };
            default:
                return new FuzzedAnswer([.. Head(statusLine, headers, body.Length), .. body], ReplyEnd.KeepAlive, status) { IsSuccess = isSuccess };
        }
    }

    private static byte[] Head(string statusLine, IEnumerable<string> headers, int? length) => Encoding.Latin1.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {statusLine}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}{(length is null ? "Connection: close" : $"Content-Length: {length}")}\r\n\r\n"));

    private static byte[] Chunked(Random random, string statusLine, List<string> headers, byte[] body, bool isTrue)
    {
        var bytes = new List<byte>(Encoding.Latin1.GetBytes($"HTTP/1.1 {statusLine}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Transfer-Encoding: chunked\r\n\r\n"));
        for (var at = 0; at < body.Length;)
        {
            var length = Math.Min(body.Length - at, 1 + random.Next(Math.Max(body.Length, 1)));
            bytes.AddRange(Encoding.ASCII.GetBytes($"{length:x}{(random.Next(4) == 0 ? ";extension=1" : string.Empty)}\r\n"));
            bytes.AddRange(body.AsSpan(at, length));
            bytes.AddRange("\r\n"u8);
            at += length;
        }

        string[] ends = isTrue ? ["0\r\n\r\n", "0\r\nX-Trailer: y\r\n\r\n"] : ["", "0", "zz\r\n", "ffffffffffffffffff\r\n", "-1\r\n", "0\r\nno colon\r\n\r\n\r\n"];
        bytes.AddRange(Encoding.ASCII.GetBytes(ends[random.Next(ends.Length)]));
        return [.. bytes];
    }

    private static FuzzedAnswer Garbage(Random random)
    {
        string[] texts =
        [
            "\r\n", "HTTP", "HTTP/1.1", "HTTP/1.1 \r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n",
            "HTTP/1.0 200 OK\r\n\r\n{}", "ICY 200 OK\r\n\r\n", "SSH-2.0-x\r\n", "\u0016\u0003\u0001", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n", $"HTTP/1.1 200 OK\r\nX: {new string('y', 100_000)}\r\n\r\n",
            $"HTTP/1.1 {string.Concat(Enumerable.Repeat("100 Continue\r\n\r\nHTTP/1.1 ", 50))}200 OK\r\n\r\n", string.Concat(Enumerable.Repeat("X: y\r\n", 3000)),
        ];
        return new FuzzedAnswer(Encoding.Latin1.GetBytes(texts[random.Next(texts.Length)]), random.Next(4) == 0 ? ReplyEnd.Hang : ReplyEnd.Close, 0);
    }
}
