using System.Globalization;

namespace ExecutionControl.Client.Calls;

/// <summary>Collects what is wrong with a client's options, each with the option's name, so that all of it is told at once.</summary>
internal sealed class OptionMistakes
{
    private readonly List<(string Option, string Message)> _found = [];

    public bool IsEmpty => _found.Count == 0;

    public IReadOnlyList<string> Messages => [.. _found.Select(mistake => mistake.Message)];

    public void Add(string option, string message) => _found.Add((option, message));

    public void Add(OptionMistakes others) => _found.AddRange(others._found);

    public void RequireDuration(string option, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > OptionValue.MaxDuration)
        {
            Add(option, string.Create(
                CultureInfo.InvariantCulture,
                $"{option} is {value:c}; it must be longer than zero and at most {OptionValue.MaxDuration.TotalDays} days."));
        }
    }

    /// <summary>A duration, or no limit: <see langword="null"/> or <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public void RequireDurationOrNone(string option, TimeSpan? value)
    {
        if (OptionValue.Limit(value) is { } given)
        {
            RequireDuration(option, given);
        }
    }

    public void RequireCount(string option, int value)
    {
        if (value is < 1 or > OptionValue.MaxCount)
        {
            Add(option, string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; it must be at least 1 and at most {OptionValue.MaxCount}."));
        }
    }

    public void RequireValue(string option, object? value)
    {
        if (value is null)
        {
            Add(option, $"{option} must not be null.");
        }
    }

    /// <summary>What a function makes of an option; <see langword="null"/>, and a mistake, where it refuses it.</summary>
    public T? Try<T>(string option, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            Add(option, Words(exception));
            return null;
        }
    }

    /// <exception cref="ArgumentException">There is a mistake; one alone is named as the parameter, too.</exception>
    public void ThrowIfAny()
    {
        if (!IsEmpty)
        {
            throw new ArgumentException(string.Join(' ', Messages), _found is [var (option, _)] ? option : "options");
        }
    }

    /// <summary>.NET adds the parameter's name to the message; here it is part of the sentence.</summary>
    private static string Words(Exception exception) =>
        exception is ArgumentException { ParamName: { } name }
        && exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) is > 0 and var end
            ? exception.Message[..end]
            : exception.Message;
}
