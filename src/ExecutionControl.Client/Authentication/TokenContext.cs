using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.Authentication;

/// <summary>What a token is asked for. It may come to hold more.</summary>
/// <param name="server">The server that the token will be sent to.</param>
public sealed class TokenContext(Uri server)
{
    private readonly bool _forceRenewal;

    /// <summary>The server that the token will be sent to. A token goes to no other one.</summary>
    public Uri Server { get; } = server ?? throw new ArgumentNullException(nameof(server));

    /// <summary>Why it is asked for. Default <see cref="TokenReason.Unknown"/>.</summary>
    public TokenReason Reason { get; init; }

    /// <summary>
    /// The token that the server has just rejected, so that another one is wanted; <see langword="null"/> otherwise. A source that has no other
    /// returns the same one, and the rejection stands.
    /// </summary>
    public AccessToken? Rejected { get; init; }

    /// <summary>
    /// Whether a token that was had before must not be given again: always where one was rejected. Default <see langword="false"/>.
    /// </summary>
    public bool ForceRenewal
    {
        get => _forceRenewal || Rejected is not null;
        init => _forceRenewal = value;
    }

    /// <summary>Whether a token that is kept must not be given again.</summary>
    internal bool Refuses(string token) => Rejected is null ? _forceRenewal : string.Equals(token, Rejected.Value, StringComparison.Ordinal);
}

/// <summary>Why a token is asked for.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<TokenReason>))]
public enum TokenReason
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>A call needs one.</summary>
    Call,

    /// <summary>The server has rejected the one that a call was sent with.</summary>
    Rejection,

    /// <summary>The one that is kept comes to its end; it is renewed in the background.</summary>
    Renewal,

    /// <summary>The application wants one for itself.</summary>
    Application,
}
