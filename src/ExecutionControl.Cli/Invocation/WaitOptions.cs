using System.CommandLine;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary><c>--wait</c> and <c>--timeout</c>: whether a command stays until the effect shows, and how long.</summary>
internal sealed class WaitOptions
{
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Stay until the effect shows: exit code 0 when it does, 9 when time runs out first, 10 when the target ends otherwise.",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "How long --wait stays in all, such as 30s, 5m or 1h30m. Default: 5m.",
        HelpName = "duration",
    };

    public WaitOptions(Command command)
    {
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is no duration, such as 30s, 5m, 1h or 1h30m; the longest is {DurationText.Of(DurationText.Longest)}.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(_timeout) is { Implicit: false } && result.GetResult(_wait) is not { Implicit: false })
            {
                result.AddError("--timeout says how long --wait stays: give --wait, too.");
            }
        });
        command.Add(_wait);
        command.Add(_timeout);
    }

    /// <summary>How long to wait; null when nobody asked for it.</summary>
    public TimeSpan? TimeoutIn(ParseResult parseResult) => parseResult switch
    {
        _ when !parseResult.GetValue(_wait) => null,
        _ when parseResult.GetValue(_timeout) is { } text && DurationText.TryParse(text, out var duration) => duration,
        _ => Default,
    };
}
