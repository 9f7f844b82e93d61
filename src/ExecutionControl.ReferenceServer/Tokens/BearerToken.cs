using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The credentials in a request's Authorization header.</summary>
internal static class BearerToken
{
    /// <summary>The token, if the request has exactly one Authorization header with one of the schemes; null otherwise.</summary>
    public static string? Of(HttpRequest request, params ReadOnlySpan<string> schemes)
    {
        var values = request.Headers.Authorization;
        if (values.Count != 1 || values[0] is not { } value)
        {
            return null;
        }

        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0)
        {
            return null;
        }

        foreach (var scheme in schemes)
        {
            if (value.AsSpan(0, space).Equals(scheme, StringComparison.OrdinalIgnoreCase))
            {
                var token = value[(space + 1)..].Trim();
                return token.Length == 0 ? null : token;
            }
        }

        return null;
    }

    /// <summary>Compares in a time that does not depend on where two secrets differ.</summary>
    public static bool IsSame(string? token, string expected) =>
        token is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
