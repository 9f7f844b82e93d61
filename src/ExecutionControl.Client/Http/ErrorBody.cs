using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Reads what a service says from the body of an error, in any of the shapes that the three services and OAuth use:
/// <c>{"code","message"}</c>, <c>{"message","status_code"}</c>, <c>{"detail":…}</c> with a text, an object or a list, and
/// <c>{"error":…}</c> with a text or an object.
/// </summary>
internal sealed partial record ErrorBody(string? Message, long? Code, string? RequestId)
{
    private const int MaxMessageLength = 2048;

    /// <summary>A message lies this deep at most; what is deeper is not meant for people.</summary>
    private const int MaxDepth = 8;

    private static readonly ErrorBody _silent = new(null, null, null);

    public static ErrorBody Read(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return _silent;
        }

        try
        {
            var root = JsonText.Parse(JsonText.Clean(Encoding.UTF8.GetBytes(body)));
            if (root.ValueKind == JsonValueKind.String)
            {
                return Say(root.GetString(), null);
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                return _silent;
            }

            return Say(MessageOf(root, MaxDepth), root.TryGetProperty("code", out var code) && JsonNumber.TryGetWhole(code, out var number) ? number : null);
        }
        catch (JsonException)
        {
            return _silent;
        }
    }

    private static ErrorBody Say(string? message, long? code)
    {
        var visible = string.IsNullOrWhiteSpace(message) ? null : Redaction.Visible(message, MaxMessageLength);
        var id = visible is null ? null : RequestIdPattern().Match(visible) is { Success: true } match ? match.Groups["id"].Value : null;
        return new ErrorBody(visible, code, id);
    }

    private static string? MessageOf(JsonElement element, int depth) => element.ValueKind switch
    {
        _ when depth == 0 => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => Join(element.EnumerateArray().Select(fault => Fault(fault, depth))),
        JsonValueKind.Object => Text(element, "message") is { } message
            ? Join([message, Text(element, "hint")])
            : Part(element, "detail", depth) ?? Text(element, "error_description") ?? Part(element, "error", depth) ?? Text(element, "msg"),
        _ => null,
    };

    /// <summary>One entry of FastAPI's list of faults: where, and what.</summary>
    private static string? Fault(JsonElement fault, int depth)
    {
        var message = MessageOf(fault, depth - 1);
        return message is not null
            && fault.ValueKind == JsonValueKind.Object
            && fault.TryGetProperty("loc", out var steps)
            && steps.ValueKind == JsonValueKind.Array
            ? $"{string.Join('.', steps.EnumerateArray().Select(step => step.ToString()))}: {message}"
            : message;
    }

    private static string? Part(JsonElement element, string name, int depth) => element.TryGetProperty(name, out var part) ? MessageOf(part, depth - 1) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.String ? part.GetString() : null;

    private static string? Join(IEnumerable<string?> parts)
    {
        var text = string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? null : text;
    }

    [GeneratedRegex(
        @"\(request-id: (?<id>[A-Za-z0-9._:/+=-]{1,128})\)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestIdPattern();
}
