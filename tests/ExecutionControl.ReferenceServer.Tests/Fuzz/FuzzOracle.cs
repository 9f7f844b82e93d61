using System.Text;
using System.Text.Json;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>What no answer may ever be, whatever was asked: a reading of its own of who may open what.</summary>
internal static class FuzzOracle
{
    /// <summary>What is wrong with the answer to a request; null when nothing is.</summary>
    public static string? Judge(FuzzRequest request, WireAnswer? answer, Keys keys)
    {
        if (answer is null)
        {
            return "the connection ended without an answer";
        }

        if (answer.Status >= 500 && !IsAskedFor(request, answer))
        {
            return $"status {answer.Status}";
        }

        if (answer.Status is >= 200 and < 300 && !IsOpenedBy(request, keys))
        {
            return $"a door was opened without a token: status {answer.Status}";
        }

        return answer.Status is < 300 or >= 400 ? JudgeBody(request, answer) : null;
    }

    /// <summary>Whether a request holds what opens its path.</summary>
    public static bool IsOpenedBy(FuzzRequest request, Keys keys)
    {
        var door = DoorOf(request.Target);
        if (door == Door.Token)
        {
            var body = Encoding.Latin1.GetString(request.Body);
            return keys.TokenForms.Any(form => form.Split('&').Any(field => field.Length > 200 && body.Contains(field, StringComparison.Ordinal)));
        }

        if (door == Door.Kubiya)
        {
            return IsOpenedByKubiyasKey(request, keys[door]);
        }

        if (request.Header("Authorization").ToList() is not [var value])
        {
            return false;
        }

        var parts = value.Trim(' ', '\t').Split(' ', 2);
        return parts.Length == 2 && parts[1].Trim() == keys[door]
            && parts[0].Equals("Bearer", StringComparison.OrdinalIgnoreCase);
    }

    // By either scheme in this very case, by itself, or in a header of its own where there is no other.
    private static bool IsOpenedByKubiyasKey(FuzzRequest request, string key)
    {
        var values = request.Header("Authorization").ToList();
        values = values.Count == 0 ? [.. request.Header("UserKey")] : values;
        return values is [var only]
            && (only.Trim() == key || ((string[])["Bearer ", "UserKey "]).Any(scheme => only.Trim().StartsWith(scheme, StringComparison.Ordinal) && only.Trim()[scheme.Length..].Trim() == key));
    }

    private static Door DoorOf(string target)
    {
        var segments = SegmentsOf(target);
        return segments switch
        {
            ["_control", ..] => Door.Control,
            ["auth", ..] => Door.Token,
            ["v1", ..] => Door.Codegen,
            ["api", "v1", "executions", ..] => Door.Kubiya,
            _ => Door.ConductorOne,
        };
    }

    private static string[] SegmentsOf(string target)
    {
        var path = target;
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (!path.StartsWith('/') && scheme > 0)
        {
            var slash = path.IndexOf('/', scheme + 3);
            path = slash < 0 ? "/" : path[slash..];
        }

        return [.. path.Split('?')[0].TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
    }

    // The 500s that a service is known for: Kubiya's for an id that is no UUID, and for a negative number in the query.
    private static bool IsAskedFor(FuzzRequest request, WireAnswer answer)
    {
        return answer.Status == 500 && SegmentsOf(request.Target) switch
        {
            ["api", "v1", "executions"] => request.Target.Contains('-', StringComparison.Ordinal) && Says("Failed to list executions: "),
            ["api", "v1", "executions", var id, ..] => !(id.Length == 36 && Guid.TryParseExact(id, "D", out _))
                && (Says("badly formed hexadecimal UUID string") || Says("invalid literal for int() with base 16") || Says("unexpected error occurred while terminating")),
            _ => false,
        };

        bool Says(string text) => request.Method is "HEAD" || answer.BodyText.Contains(text, StringComparison.Ordinal);
    }

    private static string? JudgeBody(FuzzRequest request, WireAnswer answer)
    {
        if (answer.Body.Length == 0)
        {
            // Kestrel's own refusals have none; whatever else says no says why.
            return answer.Status is 204 or 400 or 408 or 411 or 413 or 414 or 417 or 431 || request.Method is "HEAD" ? null : $"status {answer.Status} without a body";
        }

        if (answer.Header("Content-Type") is not "application/json")
        {
            return $"a body of the type {answer.Header("Content-Type")}";
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return answer.Status < 400 || HasErrorShape(DoorOf(request.Target), document.RootElement) ? null : "an error in another shape than the service's";
        }
        catch (JsonException)
        {
            return "a body that is no JSON";
        }
    }

    private static bool HasErrorShape(Door door, JsonElement error) => error.ValueKind == JsonValueKind.Object && door switch
    {
        Door.ConductorOne => error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number
            && error.GetProperty("message").GetString()!.Contains("(request-id: ", StringComparison.Ordinal) && error.GetProperty("details").GetArrayLength() == 0,
        Door.Codegen => error.TryGetProperty("detail", out _) || (error.TryGetProperty("message", out _) && error.TryGetProperty("status_code", out _)),
        Door.Kubiya => error.TryGetProperty("detail", out _),
        Door.Token => error.TryGetProperty("error_description", out _) && error.TryGetProperty("error", out _),
        _ => error.TryGetProperty("error", out _),
    };
}
