namespace ExecutionControl.Client.Authentication;

/// <summary>
/// A token source that can be exchanged for another while calls go on: those that wait for the one before get what they wait for, and it is disposed of
/// when none does any more.
/// </summary>
internal sealed class FollowedTokenSource(ITokenSource first, bool isOwned) : ITokenSource, IDisposable
{
    private readonly Lock _gate = new();
    private Use _current = new(first, isOwned);

    public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        Use use;
        lock (_gate)
        {
            use = _current;
            use.Count++;
        }

        try
        {
            return await use.Source.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(use);
        }
    }

    public void Exchange(ITokenSource next, bool isNextOwned)
    {
        Use before;
        lock (_gate)
        {
            before = _current;
            before.Count++;
            before.IsRetired = true;
            _current = new Use(next, isNextOwned);
        }

        Leave(before);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _current.Dispose();
        }
    }

    private void Leave(Use use)
    {
        bool isOver;
        lock (_gate)
        {
            isOver = --use.Count == 0 && use.IsRetired;
        }

        if (isOver)
        {
            use.Dispose();
        }
    }

    private sealed class Use(ITokenSource source, bool isOwned) : IDisposable
    {
        public ITokenSource Source => source;

        public int Count { get; set; }

        public bool IsRetired { get; set; }

        public void Dispose()
        {
            if (isOwned)
            {
                (source as IDisposable)?.Dispose();
            }
        }
    }
}
