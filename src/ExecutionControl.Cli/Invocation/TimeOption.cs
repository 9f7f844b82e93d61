using System.CommandLine;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>An option whose value is a time: how long ago, such as 2h, or when, such as 2026-11-26T10:00Z.</summary>
internal sealed class TimeOption : Option<string>
{
    public TimeOption(string name, string description)
        : base(name)
    {
        Description = $"{description}: how long ago, such as 30m, 2h or 7d, or a time, such as 2026-11-26T10:00Z.";
        HelpName = "time";
        Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _) && ServiceTime.Read(token.Value) is null)
            {
                result.AddError(
                    $"{name} takes how long ago, such as 30m, 2h or 7d (at most 30d), or a time, such as 2026-11-26T10:00Z, not '{token.Value}'.");
            }
        });
    }

    /// <summary>The time that was meant; null where none was.</summary>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="now">The time now.</param>
    public DateTimeOffset? In(ParseResult parseResult, DateTimeOffset now) => parseResult.GetValue(this) switch
    {
        null => null,
        var text when DurationText.TryParse(text, out var ago) => now - ago,
        var text => ServiceTime.Read(text),
    };
}
