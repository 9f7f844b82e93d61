using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Reads what a service says from the body of an error, in any of the shapes that the three services and OAuth use:
/// <c>{"code","message"}</c>, <c>{"message","status_code"}</c>, <c>{"detail":…}</c> with a text, an object or a list, and
/// <c>{"error":…}</c> with a text or an object.
/// </summary>
internal sealed partial record ErrorBody(string? Message, int? Code, string? RequestId)
{
    private const int MaxMessageLength = 2048;
    private static readonly ErrorBody _silent = new(null, null, null);

    public static ErrorBody Read(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return _silent;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.String)
            {
                return Say(root.GetString(), null);
            }

            if (root.ValueKind != JsonValueKind.Object)
            {
                return _silent;
            }

            return Say(MessageOf(root), root.TryGetProperty("code", out var code) && code.TryGetInt32Safely(out var number) ? number : null);
        }
        catch (JsonException)
        {
            return _silent;
        }
    }

    private static ErrorBody Say(string? message, int? code)
    {
        var visible = Visible(message);
        var id = visible is null ? null : RequestIdPattern().Match(visible) is { Success: true } match ? match.Groups["id"].Value : null;
        return new ErrorBody(visible, code, id);
    }

    private static string? MessageOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => Join(element.EnumerateArray().Select(Fault)),
        JsonValueKind.Object => Text(element, "message") is { } message
            ? Join([message, Text(element, "hint")])
            : Part(element, "detail") ?? Text(element, "error_description") ?? Part(element, "error") ?? Text(element, "msg"),
        _ => null,
    };

    /// <summary>One entry of FastAPI's list of faults: where, and what.</summary>
    private static string? Fault(JsonElement fault)
    {
        if (fault.ValueKind != JsonValueKind.Object)
        {
            return MessageOf(fault);
        }

        var message = MessageOf(fault);
        return message is not null && fault.TryGetProperty("loc", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? $"{string.Join('.', steps.EnumerateArray().Select(step => step.ToString()))}: {message}"
            : message;
    }

    private static string? Part(JsonElement element, string name) => element.TryGetProperty(name, out var part) ? MessageOf(part) : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.String ? part.GetString() : null;

    private static string? Join(IEnumerable<string?> parts)
    {
        var text = string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? null : text;
    }

    /// <summary>A message goes to terminals and logs: control characters do not.</summary>
    private static string? Visible(string? message)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return null;
        }

        var kept = message.Length > MaxMessageLength ? string.Concat(message.AsSpan(0, MaxMessageLength), "…") : message;
        return string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(text[i]) ? ' ' : text[i];
            }
        }).Trim();
    }

    [GeneratedRegex(@"\(request-id: (?<id>[A-Za-z0-9._:/+=-]{1,128})\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestIdPattern();
}
