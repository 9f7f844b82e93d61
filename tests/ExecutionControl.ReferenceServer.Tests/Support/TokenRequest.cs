using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ExecutionControl.Testing.Signatures;

namespace ExecutionControl.Reference.Tests.Support;

/// <summary>A token request that is right until a test spoils it; signed by libsodium, not by anything of ours.</summary>
internal sealed class TokenRequest
{
    public const string Path = "/auth/v1/token";

    private const string SecretStart = "secret-token:conductorone.com:v1:";

    private readonly byte[] _seed;
    private readonly Uri _url;

    public TokenRequest(ReferenceServer server, TimeProvider? clock = null, Uri? url = null, ConductorOneCredentials? credentials = null)
    {
        _url = url ?? server.Url;
        var id = credentials?.ClientId ?? $"sandbox@{_url.Authority}/spc";
        var now = (clock ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();
        var key = JsonNode.Parse(Base64Url.DecodeFromChars((credentials ?? server.Credentials.ConductorOne).ClientSecret.AsSpan(SecretStart.Length)))!;
        _seed = Base64Url.DecodeFromChars(key["d"]!.GetValue<string>());
        Header = new JsonObject { ["alg"] = "EdDSA", ["nonce"] = Guid.NewGuid().ToString("N"), ["kid"] = key["kid"]!.GetValue<string>() };
        Claims = new JsonObject
        {
            ["iss"] = id, ["sub"] = id, ["aud"] = new JsonArray(_url.Host), ["iat"] = now, ["nbf"] = now - 120, ["exp"] = now + 120,
        };
        Form = new(StringComparer.Ordinal)
        {
            ["client_id"] = id,
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        };
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>The form's fields; the assertion is added when it is sent, unless it is here already.</summary>
    public Dictionary<string, string> Form { get; }

    public string Sign()
    {
        var signed = $"{Encode(Header.ToJsonString())}.{Encode(Claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(Libsodium.Sign(_seed, Encoding.ASCII.GetBytes(signed)))}";
    }

    public string Body()
    {
        var form = new Dictionary<string, string>(Form, StringComparer.Ordinal);
        form.TryAdd("client_assertion", Sign());
        return string.Join('&', form.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
    }

    public async Task<Answer> SendAsync()
    {
        using var caller = Caller.Nobody(_url);
        return await caller.PostAsync(Path, Body(), "application/x-www-form-urlencoded");
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
