namespace ExecutionControl.Client.Authentication;

/// <summary>
/// A token source that can be exchanged for another while calls go on: those that wait for the one before get what they wait for, and it is disposed of
/// when none does any more.
/// </summary>
internal sealed class FollowedTokenSource(ITokenSource first, bool isOwned) : ITokenSource, IDisposable
{
    private Use _current = new(first, isOwned);

    public async ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken)
    {
        var use = Volatile.Read(ref _current);
        while (!use.TryEnter())
        {
            // It was exchanged just now.
            use = Volatile.Read(ref _current);
        }

        try
        {
            return await use.Source.GetTokenAsync(context, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            use.Leave();
        }
    }

    public void Exchange(ITokenSource next, bool isNextOwned) => Interlocked.Exchange(ref _current, new Use(next, isNextOwned)).Leave();

    public void Dispose() => Volatile.Read(ref _current).Dispose();

    private sealed class Use(ITokenSource source, bool isOwned) : IDisposable
    {
        /// <summary>Those who use it; while it is the current one, that counts as a further one.</summary>
        private int _count = 1;

        public ITokenSource Source => source;

        /// <summary>Whether it can still be used.</summary>
        public bool TryEnter()
        {
            var count = Volatile.Read(ref _count);
            while (count > 0)
            {
                var seen = Interlocked.CompareExchange(ref _count, count + 1, count);
                if (seen == count)
                {
                    return true;
                }

                count = seen;
            }

            return false;
        }

        public void Leave()
        {
            if (Interlocked.Decrement(ref _count) == 0)
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            if (isOwned)
            {
                (source as IDisposable)?.Dispose();
            }
        }
    }
}
