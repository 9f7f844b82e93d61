using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Care;

/// <summary>Gives out a token that is none, so that a dry run does not even ask for one: every token is an entry in the service's audit log.</summary>
internal sealed class DryRunTokens : ITokenSource
{
    public ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AccessToken("dry-run"));
}
