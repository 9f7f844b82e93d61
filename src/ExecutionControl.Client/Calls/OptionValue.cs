namespace ExecutionControl.Client.Calls;

/// <summary>Refuses option values out of their range, with the option's name in the message.</summary>
internal static class OptionValue
{
    /// <summary>What .NET's timers hold, rounded down to something that people can remember.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(24);

    public const int MaxCount = 1000;

    public static void RequireDuration(TimeSpan value, string option)
    {
        if (value <= TimeSpan.Zero || value > MaxDuration)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be longer than zero and at most {MaxDuration.TotalDays} days.");
        }
    }

    /// <summary>A duration, or no limit: <see langword="null"/> or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static void RequireDurationOrNone(TimeSpan? value, string option)
    {
        if (Limit(value) is { } given)
        {
            RequireDuration(given, option);
        }
    }

    public static void RequireCount(int value, string option)
    {
        if (value is < 1 or > MaxCount)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be at least 1 and at most {MaxCount}.");
        }
    }

    /// <summary>Visible ASCII without a space, as a header takes it.</summary>
    public static void RequireVisible(string value, int maxLength, string option)
    {
        if (value.Length == 0 || value.Length > maxLength || value.Any(static character => character is <= ' ' or >= '\x7f'))
        {
            throw new ArgumentException($"The option {option} must be 1 to {maxLength} visible ASCII characters, without a space.", option);
        }
    }

    /// <summary>The limit that a value means; <see langword="null"/> for none.</summary>
    public static TimeSpan? Limit(TimeSpan? value) => value == Timeout.InfiniteTimeSpan ? null : value;
}
