using System.Text.Json;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Security;

/// <summary>A service that repeats what it was sent, credentials included, in whatever it answers: the worst that an error can do.</summary>
internal static class TalkativeService
{
    /// <summary>How much of an answer is kept for errors; a token across that boundary is cut in two.</summary>
    private const int Kept = 16 * 1024;

    /// <summary>The ways in which it answers.</summary>
    public static IReadOnlyDictionary<string, Func<ScriptedRequest, Reply>> Answers { get; } = new Dictionary<string, Func<ScriptedRequest, Reply>>
    {
        ["repeats all of the request in a refusal"] = request => Reply.Json(Refusal(Sent(request)), 403, RequestId(request)),
        ["repeats it as a message for people"] = request => Reply.Json(Refusal($"no such token: {Sent(request)}"), 422),
        ["repeats it in an error of its own"] = request => Reply.Json(Refusal(Sent(request)), 500, RequestId(request)),
        ["repeats it in HTML"] = request => Reply.Text(502, "text/html", $"<html>{Sent(request)}</html>"),
        ["repeats it as a success of the wrong type"] = request => Reply.Text(200, "text/plain", Sent(request), RequestId(request)),
        ["repeats it as a success that nobody can read"] = request => Reply.Json($"\"{Sent(request)}"),
        ["repeats it in a refusal that looks like a success"] = request => Reply.Json($$"""{"success":false,"error":{{Quoted(Sent(request))}},"status":{{Quoted(Sent(request))}}}"""),
        ["repeats it in a success"] = request => Reply.Json($$"""{"success":true,"message":{{Quoted(Sent(request))}},"warning":{{Quoted(Sent(request))}}}""", 200, RequestId(request)),
        ["escapes it as other JSON writers do"] = request => Reply.Json(Refusal("X").Replace("X", Sent(request).Replace("/", "\\/", StringComparison.Ordinal), StringComparison.Ordinal), 403),
        ["repeats it across the boundary of what is kept"] = request => Reply.Text(400, "text/plain", new string('x', Kept - 24) + Sent(request)),
        ["rejects the token by its name"] = request => Reply.Json(Refusal(Sent(request)), 401),
        ["sends it elsewhere"] = request => Reply.Json(Refusal(Sent(request)), 302, $"Location: http://127.0.0.1:1/{Uri.EscapeDataString(Sent(request))}"),
        ["breaks off"] = _ => Reply.Reset,
    };

    /// <summary>The credentials of a request, whichever it has.</summary>
    private static string Sent(ScriptedRequest request) => request switch
    {
        { IsToken: true } => Proof(request),
        _ => request.Headers["Authorization"]["Bearer ".Length..],
    };

    /// <summary>The assertion or the workload token of a token request.</summary>
    public static string Proof(ScriptedRequest request) => Uri.UnescapeDataString(request.Body.Split('&')
        .Select(field => field.Split('=', 2))
        .Single(field => field[0] is "client_assertion" or "subject_token")[1]);

    private static string RequestId(ScriptedRequest request) => $"x-request-id: {Sent(request)}";

    private static string Refusal(string words) => $$"""{"message":{{Quoted(words)}},"detail":{{Quoted(words)}},"error":{{Quoted(words)}}}""";

    // The writer's default escapes + and more; services that are made with .NET do so.
    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
