using System.Globalization;
using ExecutionControl.Client.Calls;
using Microsoft.Extensions.Configuration;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>
/// Reads values of one configuration section. What is not there leaves an option as it is; what is there and cannot be read is a mistake. So is an
/// empty value, such as an environment variable that is set to nothing: .NET's binder would take it for "no time limit" or for the default server.
/// </summary>
internal sealed class ConfigurationReader(IConfiguration section, string path, OptionMistakes mistakes)
{
    public ConfigurationReader Section(string name) => new(section.GetSection(name), $"{path}{name}.", mistakes);

    /// <summary>A credential or an id. An empty one is none, so that a deployment can leave a variable empty that it does not use.</summary>
    public string? Text(string name, string? current) => section[name] is { Length: > 0 } text ? text : current;

    public Uri? Address(string name, Uri? current)
    {
        if (Given(name) is not { } text)
        {
            return current;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            return address;
        }

        // It is not repeated: a password may stand in it.
        mistakes.Add($"{path}{name}", $"{path}{name} is no absolute address.");
        return current;
    }

    public long Number(string name, long current)
    {
        if (Given(name) is not { } text)
        {
            return current;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        mistakes.Add($"{path}{name}", $"{path}{name} is '{text}'; it must be a whole number.");
        return current;
    }

    public int Count(string name, int current) => (int)Math.Clamp(Number(name, current), int.MinValue, int.MaxValue);

    /// <summary>A time with colons. A bare number is refused: .NET would read days.</summary>
    public TimeSpan Duration(string name, TimeSpan current)
    {
        if (Given(name) is not { } text)
        {
            return current;
        }

        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration))
        {
            return duration;
        }

        mistakes.Add($"{path}{name}", $"{path}{name} is '{text}'; it must be a time such as 00:00:30.");
        return current;
    }

    /// <summary>A time, or <c>Infinite</c> for no limit.</summary>
    public TimeSpan DurationOrNone(string name, TimeSpan? current) => "Infinite".Equals(section[name], StringComparison.OrdinalIgnoreCase)
        ? Timeout.InfiniteTimeSpan
        : Duration(name, current ?? Timeout.InfiniteTimeSpan);

    private string? Given(string name)
    {
        if (section[name] is not { } text)
        {
            return null;
        }

        if (text.Trim() is { Length: > 0 } trimmed)
        {
            return trimmed;
        }

        mistakes.Add($"{path}{name}", $"{path}{name} is empty; leave it out for the default.");
        return null;
    }
}
