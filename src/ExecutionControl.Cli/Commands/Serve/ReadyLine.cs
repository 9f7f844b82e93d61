using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.Output;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>The one line that <c>ectl serve</c> prints when it listens: where, and with which credentials.</summary>
internal sealed record ReadyLine(
    string Event,
    Uri Url,
    ReadyConductorOne ConductorOne,
    ReadyCodegen Codegen,
    ReadyKubiya Kubiya,
    ReadyControl? Control,
    ReadyHttps? Https,
    IReadOnlyDictionary<string, string> Environment)
{
    public static ReadyLine Of(ReferenceServer server)
    {
        var credentials = server.Credentials;
        return new ReadyLine(
            "ready",
            server.Url,
            new ReadyConductorOne(credentials.ConductorOne.ClientId, credentials.ConductorOne.ClientSecret, credentials.ConductorOne.AccessToken),
            new ReadyCodegen(credentials.Codegen.OrganizationId.ToString(CultureInfo.InvariantCulture), credentials.Codegen.ApiToken),
            new ReadyKubiya(credentials.Kubiya.ApiKey),
            credentials.ControlToken is { } token ? new ReadyControl(new Uri(server.Url, "/_control"), token) : null,
            server.Https is { } https ? new ReadyHttps(https.Url, https.AuthorityFile, https.ClientId, https.Environment) : null,
            server.Environment);
    }
}

/// <summary>The line of a server that is ready as JSON.</summary>
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class ServeJsonContext : JsonSerializerContext
{
    public static ServeJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>What opens the ConductorOne part of the server: the client credentials, or a token that is already minted.</summary>
internal sealed record ReadyConductorOne(string ClientId, string ClientSecret, string AccessToken);

/// <summary>What opens the Codegen part of the server.</summary>
internal sealed record ReadyCodegen(string OrganizationId, string ApiToken);

/// <summary>What opens the Kubiya part of the server.</summary>
internal sealed record ReadyKubiya(string ApiKey);

/// <summary>Where and with which token the server can be looked at and changed.</summary>
internal sealed record ReadyControl(Uri Url, string Token);

/// <summary>Where the server answers over https, and the certificate authority that tools need to trust for it.</summary>
internal sealed record ReadyHttps(Uri Url, string AuthorityFile, string ClientId, IReadOnlyDictionary<string, string> Environment);
