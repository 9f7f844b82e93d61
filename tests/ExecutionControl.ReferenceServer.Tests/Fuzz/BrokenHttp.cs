using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Bytes that are no HTTP/1.1, or frame their body wrongly. None of them holds a token.</summary>
internal static class BrokenHttp
{
    private const string Resolve = "POST /api/v1/automations/aut_runaway/circuit_breaker/resolve_paused HTTP/1.1\r\nHost: h\r\n";
    private const string Get = "GET /api/v1/executions HTTP/1.1\r\nHost: h\r\n";

    private static readonly IReadOnlyList<string> Texts =
    [
        "", "\r\n", "\r\n\r\n", "\0\0\0\0", "GET", "GET /", "GET / HTTP/1.1", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: h", "GET / HTTP/1.1\nHost: h\n\n", "GET / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n", "GET  /  HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/0.9\r\n\r\n", "GET / HTTP/9.9\r\nHost: h\r\n\r\n", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", "GET / http/1.1\r\nHost: h\r\n\r\n", "GET / FTP/1.1\r\nHost: h\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003", "SSH-2.0-OpenSSH_9.6\r\n", "GET \u00ff HTTP/1.1\r\nHost: h\r\n\r\n", "GET /\u0001 HTTP/1.1\r\nHost: h\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", "CONNECT / HTTP/1.1\r\nHost: h\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", Get + Get + "\r\n", Get + "Host: i\r\n\r\n", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: a\rb\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nX: a\nb\r\n\r\n", "GET / HTTP/1.1\r\nHost: \u00ff\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n",
        Resolve + "Content-Length: 14\r\n\r\n{\"decision\":2}", Resolve + "Content-Length: 99999\r\n\r\n{\"decision\":2}", Resolve + "Content-Length: 3\r\n\r\n{\"decision\":2}", Resolve + "Content-Length: -1\r\n\r\n{}", Resolve + "Content-Length: +2\r\n\r\n{}", Resolve + "Content-Length: 0x2\r\n\r\n{}",
        Resolve + "Content-Length: 99999999999999999999999\r\n\r\n{}", Resolve + "Content-Length: 9223372036854775807\r\n\r\n{}", Resolve + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", Resolve + "Content-Length: 2, 2\r\n\r\n{}", Resolve + "Content-Length:\r\n\r\n{}", Resolve + "\r\n{\"decision\":2}",
        Resolve + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Resolve + "Transfer-Encoding: chunked, identity\r\n\r\n{}", Resolve + "Transfer-Encoding: gzip\r\n\r\n{}", Resolve + "Transfer-Encoding: xchunked\r\n\r\n{}", Resolve + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        Resolve + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}", Resolve + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n", Resolve + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n", Resolve + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\nTrailer: x\r\n\r\n", Resolve + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}0\r\n\r\n",
        Resolve + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX: \u00ff\r\n\r\n", Resolve + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", "POST /auth/v1/token HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\ngrant_type=client_credentials", "POST /_control/reset HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n", "POST /_control/reset HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n",
    ];

    public static byte[] Make(ulong seed, int number)
    {
        var chance = new Chance(seed ^ ((ulong)FuzzPart.Broken << 56), number);
        var text = chance.Of(Texts) + (chance.OneIn(3) ? chance.Of(Texts) : "");
        var bytes = Encoding.Latin1.GetBytes(text);
        return chance.OneIn(2) ? BodyMutation.SpoilBytes(bytes, chance) : bytes;
    }
}
