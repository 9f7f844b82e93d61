using System.Globalization;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Services;

/// <summary>
/// The variables that name hosts and credentials, from one source only: the process's environment, or what the sandbox's server gives out.
/// </summary>
internal sealed class Variables(Func<string, string?> read)
{
    public static Variables OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The variable's value, or null when it is unset or blank.</summary>
    public string? this[string name] => read(name)?.Trim() is { Length: > 0 } value ? value : null;

    /// <summary>The variable's value as an absolute http or https address.</summary>
    /// <exception cref="NotSentException">It is set to something else.</exception>
    public Uri? Address(string name) => this[name] switch
    {
        null => null,
        { } value when Uri.TryCreate(value, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") => address,
        { } value => throw new NotSentException(ExitCode.NotSent, $"{name} is no http or https address: {value}. Nothing was sent."),
    };

    /// <summary>The variable's value as a positive whole number.</summary>
    /// <exception cref="NotSentException">It is set to something else.</exception>
    public long? PositiveNumber(string name) => this[name] switch
    {
        null => null,
        { } value when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        { } value => throw new NotSentException(ExitCode.NotSent, $"{name} is no positive whole number: {value}. Nothing was sent."),
    };
}
