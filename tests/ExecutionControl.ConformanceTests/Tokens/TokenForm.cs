using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using ExecutionControl.Client.Authentication;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Tokens;

/// <summary>A request for an access token that is right until a check spoils it, signed with the client's own signer.</summary>
internal sealed class TokenForm
{
    private const string Path = "/auth/v1/token";

    private readonly string _clientSecret;

    public TokenForm(CheckTarget target)
        : this(target.ClientId, target.ClientSecret, target.ConductorOne.Host)
    {
    }

    public TokenForm(string clientId, string clientSecret, string audience)
    {
        _clientSecret = clientSecret;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Header = new JsonObject { ["alg"] = "EdDSA", ["nonce"] = Guid.NewGuid().ToString("N") };
        Claims = new JsonObject
        {
            ["iss"] = clientId, ["sub"] = clientId, ["aud"] = new JsonArray(audience), ["iat"] = now, ["nbf"] = now - 120, ["exp"] = now + 120,
        };
        Fields = new(StringComparer.Ordinal)
        {
            ["client_id"] = clientId,
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        };
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>The form's fields; the assertion comes with the first <see cref="SendAsync"/> and stays the same from then on.</summary>
    public Dictionary<string, string> Fields { get; }

    public async Task<WireAnswer> SendAsync(CheckContext context, string? authorization = null, string contentType = "application/x-www-form-urlencoded")
    {
        if (!Fields.ContainsKey("client_assertion"))
        {
            Fields["client_assertion"] = await SignAsync();
        }

        var body = string.Join('&', Fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
        return await context.With(context.Target.ConductorOne, authorization).PostAsync(Path, body, contentType);
    }

    private async Task<string> SignAsync()
    {
        using var secret = ConductorOneClientSecret.Parse(_clientSecret);
        var signer = secret.CreateSigner();
        var signed = $"{Encode(Header)}.{Encode(Claims)}";
        var signature = await signer.SignAsync(Encoding.ASCII.GetBytes(signed), CancellationToken.None);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
