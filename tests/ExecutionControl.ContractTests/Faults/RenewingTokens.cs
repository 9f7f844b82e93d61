using ExecutionControl.Client.Authentication;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>Tokens without an end: another one whenever one was rejected.</summary>
internal sealed class RenewingTokens : ITokenSource
{
    private int _number = 1;

    public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        if (context.Rejected is not null)
        {
            _number++;
        }

        return ValueTask.FromResult(new AccessToken($"token-{_number}"));
    }
}
