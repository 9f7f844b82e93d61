namespace ExecutionControl.Client;

/// <summary>Refuses option values out of their range, with the option's name in the message.</summary>
internal static class OptionValue
{
    public static void RequirePositive(TimeSpan value, string option)
    {
        if (value <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be longer than zero.");
        }
    }

    public static void RequirePositiveOrNone(TimeSpan? value, string option)
    {
        if (value is { } given)
        {
            RequirePositive(given, option);
        }
    }

    public static void RequireAtLeastOne(int value, string option)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be at least 1.");
        }
    }
}
