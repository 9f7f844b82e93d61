using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Tokens;

/// <summary>The token endpoint says no, in OAuth's terms (RFC 6749 section 5.2).</summary>
internal sealed class OAuthFaultException : Exception
{
    private OAuthFaultException(int status, string error, string description)
        : base(description)
    {
        Status = status;
        Error = error;
    }

    public int Status { get; }

    public string Error { get; }

    public static OAuthFaultException InvalidRequest(string description) => new(StatusCodes.Status400BadRequest, "invalid_request", description);

    public static OAuthFaultException InvalidClient(string description) => new(StatusCodes.Status401Unauthorized, "invalid_client", description);

    public static OAuthFaultException InvalidGrant(string description) => new(StatusCodes.Status400BadRequest, "invalid_grant", description);

    public static OAuthFaultException UnsupportedGrantType(string description) =>
        new(StatusCodes.Status400BadRequest, "unsupported_grant_type", description);
}
