namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>What clients send by mistake or with intent.</summary>
internal static class OddValues
{
    /// <summary>In the place of an id in a path, as they go over the wire.</summary>
    public static readonly IReadOnlyList<string> Segments =
    [
        "", ".", "..", "...", "%2e", "%2e%2e", "%2E%2E%2f", "%2F", "%5c", "%00", "%0a", "%0d%0aX:1", "%20", "%09", "+", "%", "%zz", "%u0041", "%c0%af", "%ff%fe", "%ed%a0%80",
        "%ed%b0%80", "%f0%9f%92%a5", "%EF%BB%BF", "%E2%80%AE", "0", "-1", "+1", "-0", "00", "1.0", "1e3", "1_000", "0x10", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999999999999999999999999999", "%EF%BC%91", "%D9%A1", "%201", "1%20", "%0A1",
        "null", "undefined", "NaN", "{id}", "%7Bid%7D", "[object%20Object]", "'", "'%20OR%201=1--", "%22;DROP%20TABLE%20automations;--", "a;b=c", "a,b", "a:b", "@", "~", "*", "$", "!",
        "aut_runaway%00", "AUT_RUNAWAY", "aut_none", "11111111-1111-4111-8111-111111111111", "%7B11111111-1111-4111-8111-111111111111%7D", "11111111111141118111111111111111",
        "(11111111-1111-4111-8111-111111111111)", "urn:uuid:11111111-1111-4111-8111-111111111111", "11111111-1111-4111-8111-11111111111", "GGGGGGGG-1111-4111-8111-111111111111",
        "{0x11111111,0x1111,0x4111,{0x81,0x11,0x11,0x11,0x11,0x11,0x11,0x11}}", "actions", "search", "resolve_paused", "run", "runs",
        new('a', 300), new('9', 1000), new('%', 40),
    ];

    /// <summary>As values of query parameters.</summary>
    public static readonly IReadOnlyList<string> QueryValues =
    [
        "", "0", "1", "2", "25", "100", "101", "-1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e3", "1.5", "0x10", "%31", "%201", "abc",
        "true", "null", "%00", "%zz", "%ff", "%ed%a0%80", "+", "[]", "{}", "running", "PAUSED", "e", "YXV0b21hdGlvbjo=", "YXV0b21hdGlvbjphdXRfcnVuYXdheQ", "ZXhlY3V0aW9uOjEwMDAwMDE",
        "ZXhlY3V0aW9uOi05OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "ZXhlY3V0aW9uOg", "====", "a=b", "a%26b", "%F0%9F%92%A5", new('1', 500), new('x', 3000),
    ];

    /// <summary>As values in JSON, raw.</summary>
    public static readonly IReadOnlyList<string> Json =
    [
        "null", "true", "false", "0", "-0", "1", "-1", "1.0", "1.5", "1e2", "1E+2", "1e-2", "1e400", "-1e400", "1e-400", "1e999999999", "2147483647", "2147483648", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "123456789012345678901234567890123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
        "NaN", "Infinity", "01", "+1", ".5", "1.", "0x10", "''", "'a'", "\"\"", "\"a\"", "\"1\"", "\"1e2\"", "\"1e400\"", "\" 1 \"", "\"-1\"", "\"9223372036854775808\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"",
        "\"\\ud83d\\ude00\"", "\"\\ude00\\ud83d\"", "\"\\x\"", "\"\t\"", "\"\\\"", "\"", "\"\\u12\"", "[]", "[null]", "[[]]", "[1,2,3]", "[\"a\",1,null,{}]", "[\"\\ud800\"]", "{}", "{\"a\":1}", "{\"id\":\"x\"}", "{\"a\":{\"a\":{\"a\":{}}}}",
        "\"PAUSED_EXECUTION_DECISION_RUN\"", "\"PAUSED_EXECUTION_DECISION_UNSPECIFIED\"", "\"paused_execution_decision_run\"", "\"RUN\"", "3", "\"AUTOMATION_EXECUTION_STATE_DONE\"", "\"2026-03-01T12:00:00Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"data:image/png;base64,AAAA\"", "\"data:image/png;base64,A\"", "\"data:;base64,\"", "\"ZXhlY3V0aW9uOjEwMDAwMDE\"",
        "\"" + new string('r', 1024) + "\"", "\"" + new string('r', 1025) + "\"", "\"" + new string('\u00e9', 513) + "\"", "\"" + new string('x', 20_000) + "\"", Nested("[", "]", 40), Nested("[", "]", 200), Nested("{\"a\":", "}", 63, "1"),
        Nested("{\"a\":", "}", 65, "1"), Nested("[", "]", 5000), "/* c */ 1", "1 // c", "",
    ];

    /// <summary>As values of headers.</summary>
    public static readonly IReadOnlyList<(string Name, string Value)> Headers =
    [
        ("Content-Type", "application/json"), ("Content-Type", "application/json; charset=utf-8"), ("Content-Type", "application/json; charset=utf-16"), ("Content-Type", "APPLICATION/JSON"), ("Content-Type", "application/vnd.api+json"),
        ("Content-Type", "text/plain"), ("Content-Type", ";"), ("Content-Type", "/"), ("Content-Type", "application/json;;;=,"), ("Content-Type", "multipart/form-data; boundary=x"), ("Content-Type", "multipart/form-data"),
        ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Type", "application/xml"), ("Content-Type", ""), ("Content-Type", new string('t', 2000)), ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Transfer-Encoding", "identity"),
        ("Accept", "*/*;q=nonsense"), ("Accept", "text/html"), ("Accept-Encoding", "gzip, br;q=2"), ("Expect", "100-continue"), ("Expect", "200-ok"), ("Range", "bytes=0-1"), ("If-None-Match", "*"), ("If-Match", "\"x\""),
        ("Upgrade", "h2c"), ("Upgrade", "websocket"), ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-Host", "example.com"), ("X-Forwarded-For", "127.0.0.1"), ("X-Original-URL", "/_control/state"), ("X-Rewrite-Url", "/_control/state"),
        ("Forwarded", "host=example.com;proto=https"), ("Cookie", "a=b; token=x"), ("Cookie", "=;;;"), ("Referer", "%"), ("Origin", "null"), ("X-Odd", "\u00e4\u00f6\u00fc"), ("X-Empty", ""), ("x-request-id", "a\tb"),
        ("Content-Length", "5"), ("Host", "example.com"), ("Host", ""), ("Host", "[::1"), ("Connection", "close"), ("Connection", "Authorization"), ("Keep-Alive", "timeout=0"), ("Date", "yesterday"), ("X-Long", new string('h', 9000)),
    ];

    public static readonly IReadOnlyList<string> Methods =
        ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "Post", "BREW", "PROPFIND", new('M', 200)];

    private static string Nested(string open, string close, int depth, string core = "") =>
        string.Concat(Enumerable.Repeat(open, depth)) + core + string.Concat(Enumerable.Repeat(close, depth));
}
