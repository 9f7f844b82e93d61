using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// How to reach ConductorOne, and as whom: with <see cref="ClientId"/> and <see cref="ClientSecret"/>, with a static
/// <see cref="AccessToken"/>, or with a <see cref="ControlClientOptions.TokenSource"/>; exactly one of the three.
/// </summary>
public sealed class ConductorOneClientOptions : ControlClientOptions
{
    /// <summary>
    /// The client id, <c>name@host/suffix</c>. Its host is the server's, unless <see cref="ControlClientOptions.ServerUrl"/> names another.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>The client secret that belongs to <see cref="ClientId"/>: <c>secret-token:conductorone.com:v1:…</c>.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// Signs in place of <see cref="ClientSecret"/>, for a key that stays in a hardware module or another library. Default
    /// <see langword="null"/>.
    /// </summary>
    public IClientAssertionSigner? AssertionSigner { get; set; }

    /// <summary>An access token that is used as it is. Needs <see cref="ControlClientOptions.ServerUrl"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>How resolving paused executions goes on over many rounds.</summary>
    public ResolvePausedOptions ResolvePaused { get; } = new();
}
