namespace ExecutionControl.Client.Authentication;

/// <summary>There is no token to be had.</summary>
public sealed class TokenRequestException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, for a person; without any secret.</param>
    /// <param name="isRejection">Whether the credential was rejected, rather than the token endpoint not reached.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public TokenRequestException(string message, bool isRejection, Exception? innerException = null)
        : base(message, innerException) => IsRejection = isRejection;

    /// <summary>Whether the credential was rejected; otherwise the token endpoint could not be reached, and another attempt may help.</summary>
    public bool IsRejection { get; }

    /// <summary>The HTTP status of the token endpoint's answer; <see langword="null"/> when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The token endpoint's answer as text, cut after 16 KiB; <see langword="null"/> when there was none or it could hold a token.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>What the token endpoint said, in its words.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>Whether a token endpoint's status says that there is none at this address: no credential was looked at, and none would help.</summary>
    internal static bool IsWrongAddress(int status) => status is 404 or 405 or 410 or 421;

    /// <summary>How long the token endpoint asked to wait; <see langword="null"/> when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
