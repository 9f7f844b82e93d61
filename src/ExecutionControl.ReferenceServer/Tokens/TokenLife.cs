namespace ExecutionControl.Reference.Tokens;

/// <summary>How long the tokens live that are issued from now on.</summary>
internal sealed class TokenLife(TimeSpan first)
{
    private long _ticks = first.Ticks;

    /// <exception cref="ArgumentOutOfRangeException">Less than a second, which the answer's whole seconds cannot say, or more than a year.</exception>
    public TimeSpan Lifetime
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
