using System.Globalization;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

/// <summary>All the headers that a request may have, sorted: another one is a fault, too.</summary>
internal static class SentHeaders
{
    public const string UserAgent = "User-Agent: ExecutionControl/0.2.0";

    public static IEnumerable<string> OfJson(Uri server, string token, RecordedRequest request) =>
    [
        "Accept: application/json",
        $"Authorization: Bearer {token}",
        string.Create(CultureInfo.InvariantCulture, $"Content-Length: {request.BodyBytes.Length}"),
        "Content-Type: application/json",
        $"Host: {server.Authority}",
        UserAgent,
    ];

    /// <summary>Those of a POST that has nothing to say: a length of zero, and no type.</summary>
    public static IEnumerable<string> OfEmptyPost(Uri server, string token) =>
    [
        "Accept: application/json",
        $"Authorization: Bearer {token}",
        "Content-Length: 0",
        $"Host: {server.Authority}",
        UserAgent,
    ];

    /// <summary>Those of a GET.</summary>
    public static IEnumerable<string> OfLook(Uri server, string token) => ["Accept: application/json", $"Authorization: Bearer {token}", $"Host: {server.Authority}", UserAgent];
}
