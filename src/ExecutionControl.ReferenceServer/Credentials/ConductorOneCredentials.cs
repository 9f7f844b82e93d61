namespace ExecutionControl.Reference;

/// <summary>What opens the ConductorOne part of a reference server.</summary>
public sealed class ConductorOneCredentials
{
    internal ConductorOneCredentials(string clientId, string clientSecret, string accessToken)
    {
        ClientId = clientId;
        ClientSecret = clientSecret;
        AccessToken = accessToken;
    }

    /// <summary>The client id, <c>name@host/suffix</c>; its host is the one, with its port, that this server listens on.</summary>
    public string ClientId { get; }

    /// <summary>The client secret: <c>secret-token:conductorone.com:v1:</c> and a private JWK in base64url.</summary>
    public string ClientSecret { get; }

    /// <summary>An access token that the server issued at its start and that lives as long as any other.</summary>
    public string AccessToken { get; }

    /// <summary>The client id alone, never a secret.</summary>
    public override string ToString() => ClientId;
}
