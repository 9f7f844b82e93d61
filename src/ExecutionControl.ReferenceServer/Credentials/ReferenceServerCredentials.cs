using System.Globalization;

namespace ExecutionControl.Reference;

/// <summary>What opens a reference server: the published sandbox credentials on loopback, random ones elsewhere.</summary>
public sealed class ReferenceServerCredentials
{
    internal ReferenceServerCredentials(ConductorOneCredentials conductorOne, CodegenCredentials codegen, KubiyaCredentials kubiya, string? controlToken)
    {
        ConductorOne = conductorOne;
        Codegen = codegen;
        Kubiya = kubiya;
        ControlToken = controlToken;
    }

    /// <summary>For ConductorOne's operations.</summary>
    public ConductorOneCredentials ConductorOne { get; }

    /// <summary>For Codegen's operations.</summary>
    public CodegenCredentials Codegen { get; }

    /// <summary>For Kubiya's operations.</summary>
    public KubiyaCredentials Kubiya { get; }

    /// <summary>What opens <c>/_control</c>, random for each start; null when that is off.</summary>
    public string? ControlToken { get; }

    /// <summary>Whom the credentials stand for, never a secret.</summary>
    public override string ToString() => $"{ConductorOne}, {Codegen}";
}

/// <summary>What opens the ConductorOne part of a reference server.</summary>
public sealed class ConductorOneCredentials
{
    private readonly Lazy<string> _clientSecret;

    internal ConductorOneCredentials(string clientId, Lazy<string> clientSecret, string accessToken)
    {
        ClientId = clientId;
        _clientSecret = clientSecret;
        AccessToken = accessToken;
    }

    /// <summary>The client id, <c>name@host/suffix</c>; its host is the one, with its port, that this server listens on.</summary>
    public string ClientId { get; }

    /// <summary>The client secret: <c>secret-token:conductorone.com:v1:</c> and a private JWK in base64url.</summary>
    public string ClientSecret => _clientSecret.Value;

    /// <summary>An access token that the server issued at its start and that lives as long as any other.</summary>
    public string AccessToken { get; }

    /// <summary>The client id alone, never a secret.</summary>
    public override string ToString() => ClientId;
}

/// <summary>What opens the Codegen part of a reference server.</summary>
public sealed class CodegenCredentials
{
    internal CodegenCredentials(long organizationId, string apiToken)
    {
        OrganizationId = organizationId;
        ApiToken = apiToken;
    }

    /// <summary>The organization that the token belongs to.</summary>
    public long OrganizationId { get; }

    /// <summary>The API token.</summary>
    public string ApiToken { get; }

    /// <summary>The organization alone, never the token.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"organization {OrganizationId}");
}

/// <summary>What opens the Kubiya part of a reference server.</summary>
public sealed class KubiyaCredentials
{
    internal KubiyaCredentials(string apiKey) => ApiKey = apiKey;

    /// <summary>The API key, good as <c>Bearer</c> and as <c>UserKey</c>.</summary>
    public string ApiKey { get; }

    /// <summary>Says that there is a key, never which.</summary>
    public override string ToString() => "Kubiya API key";
}
