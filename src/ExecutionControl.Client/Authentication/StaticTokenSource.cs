namespace ExecutionControl.Client.Authentication;

/// <summary>One token, used as it is. A rejection of it stands.</summary>
internal sealed class StaticTokenSource(string token) : ITokenSource
{
    private readonly AccessToken _token = new(token);

    public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) => ValueTask.FromResult(_token);
}
