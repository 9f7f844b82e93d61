namespace ExecutionControl.Reference.Tokens;

/// <summary>What decides over access tokens.</summary>
/// <param name="Clients">Who may have them.</param>
/// <param name="Workloads">Whose OIDC tokens are exchanged for them.</param>
/// <param name="Lifetime">How long they live.</param>
internal sealed record TokenParts(ClientRegistry Clients, WorkloadIssuer Workloads, TokenLifetime Lifetime);

/// <summary>How long the tokens live that are issued from now on.</summary>
internal sealed class TokenLifetime(TimeSpan first)
{
    private long _ticks = first.Ticks;

    /// <exception cref="ArgumentOutOfRangeException">Less than a second, which the answer's whole seconds cannot say, or more than a year.</exception>
    public TimeSpan Value
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _ticks));
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromSeconds(1));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(366));
            Volatile.Write(ref _ticks, value.Ticks);
        }
    }
}
