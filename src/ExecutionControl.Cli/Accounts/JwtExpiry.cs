using System.Buffers.Text;
using System.Text.Json;

namespace ExecutionControl.Cli.Accounts;

/// <summary>Reads from a token when it ends, if it is a JSON web token that says so. Nothing is verified: that is the service's business.</summary>
internal static class JwtExpiry
{
    /// <summary>When the token ends, or null when it does not say.</summary>
    public static DateTimeOffset? Read(string token)
    {
        if (token.Split('.') is not [_, { Length: > 0 } claims, _])
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("exp", out var end)
                && end.ValueKind == JsonValueKind.Number
                && end.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
