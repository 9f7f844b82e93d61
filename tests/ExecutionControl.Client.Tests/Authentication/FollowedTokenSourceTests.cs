using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class FollowedTokenSourceTests
{
    private static readonly Uri Server = new("https://acme.example");

    [Fact]
    public async Task Exchange_SomebodyWaitsForTheOneBefore_GetsItsTokenAndOnlyThenIsItDisposed()
    {
        var (first, second) = (new Held("token-1"), new Held("token-2"));
        using var tokens = new FollowedTokenSource(first, isOwned: true);
        var waiting = tokens.GetTokenAsync(new TokenContext(Server), CancellationToken.None);

        tokens.Exchange(second, isNextOwned: true);
        second.Give();

        Assert.Equal("token-2", (await tokens.GetTokenAsync(new TokenContext(Server), CancellationToken.None)).Value);
        Assert.Equal(0, first.Disposals);
        first.Give();
        Assert.Equal("token-1", (await waiting).Value);
        Assert.Equal((1, 0), (first.Disposals, second.Disposals));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exchange_NobodyWaits_DisposesOfTheOneBeforeWhereItIsOwned(bool isOwned)
    {
        var (first, second) = (new Held("token-1"), new Held("token-2"));
        var tokens = new FollowedTokenSource(first, isOwned);

        tokens.Exchange(second, isOwned);
        var before = (first.Disposals, second.Disposals);
        tokens.Dispose();

        Assert.Equal((isOwned ? 1 : 0, 0), before);
        Assert.Equal((isOwned ? 1 : 0, isOwned ? 1 : 0), (first.Disposals, second.Disposals));
    }

    private sealed class Held(string token) : ITokenSource, IDisposable
    {
        private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Disposals { get; private set; }

        public void Give() => _given.SetResult();

        public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
        {
            await _given.Task;
            return new AccessToken(token);
        }

        public void Dispose() => Disposals++;
    }
}
