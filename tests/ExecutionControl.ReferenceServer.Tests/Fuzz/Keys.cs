using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>The credentials of one server, right ones and some that have become wrong.</summary>
internal sealed class Keys
{
    private readonly Dictionary<Door, string> _right;

    private Keys(ReferenceServer server, string revoked)
    {
        _right = new()
        {
            [Door.ConductorOne] = server.Credentials.ConductorOne.AccessToken, [Door.Codegen] = server.Credentials.Codegen.ApiToken,
            [Door.Kubiya] = server.Credentials.Kubiya.ApiKey, [Door.Control] = server.Credentials.ControlToken!,
        };
        Revoked = revoked;

        // An assertion is good once: with many, most cases find one that nobody has used, and some find one that is used up.
        TokenForms = [.. Enumerable.Range(0, 40).Select(_ => new TokenRequest(server).Body()), .. Enumerable.Range(0, 5).Select(_ => Exchange(server))];
    }

    /// <summary>An access token that was revoked.</summary>
    public string Revoked { get; }

    /// <summary>Bodies that the token endpoint takes, once each.</summary>
    public IReadOnlyList<string> TokenForms { get; }

    public string this[Door door] => _right[door];

    public static async Task<Keys> OfAsync(ReferenceServer server)
    {
        var client = await server.AddClientAsync("revoked");
        await server.RevokeTokensAsync(client.ClientId);
        return new Keys(server, client.AccessToken);
    }

    private static string Exchange(ReferenceServer server)
    {
        var id = server.Credentials.ConductorOne.ClientId;
        return $"client_id={Uri.EscapeDataString(id)}&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
            + $"&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt&subject_token={server.IssueSubjectToken()}";
    }
}
