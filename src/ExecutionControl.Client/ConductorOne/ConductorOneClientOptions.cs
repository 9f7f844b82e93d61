using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// How to reach ConductorOne, and as whom. Exactly one of: <see cref="ClientId"/> with <see cref="ClientSecret"/>,
/// <see cref="AssertionSigner"/> or <see cref="WorkloadToken"/>; a static <see cref="AccessToken"/>; a
/// <see cref="ControlClientOptions.TokenSource"/>.
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

    /// <summary>The workload's own OIDC token, exchanged for access tokens in the name of <see cref="ClientId"/>. Default <see langword="null"/>.</summary>
    public WorkloadToken? WorkloadToken { get; set; }

    /// <summary>An access token that is used as it is. Needs <see cref="ControlClientOptions.ServerUrl"/>.</summary>
    public string? AccessToken { get; set; }

    /// <summary>
    /// Keeps minted access tokens for other clients and processes with the same credential, since every mint is an audit event at
    /// ConductorOne. Asked before a token is minted, told after. Not used with <see cref="AccessToken"/> and
    /// <see cref="ControlClientOptions.TokenSource"/>, with which nothing is minted. Default <see langword="null"/>: this client alone.
    /// </summary>
    public ITokenStore? TokenStore { get; set; }

    /// <summary>How resolving paused executions goes on over many rounds.</summary>
    public ResolvePausedRoundOptions ResolvePaused { get; } = new();

    internal override void Check(OptionMistakes mistakes)
    {
        base.Check(mistakes);
        ResolvePaused.Check(mistakes);
    }
}
