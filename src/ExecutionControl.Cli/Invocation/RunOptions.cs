using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Invocation;

/// <summary>How a command goes about its targets: <c>--parallel</c>, and whether and how long it stays until the effect shows.</summary>
internal sealed class RunOptions
{
    /// <summary>Hides the time that an answer takes, and leaves most of a service's rate to others; a 429 stops all of them at once.</summary>
    private const int PoliteAtOnce = 4;

    /// <summary>So few are done in the order in which they were typed.</summary>
    private const int FewTargets = 10;

    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    private readonly Option<string> _parallel = new("--parallel")
    {
        Description = $"Act on so many targets at once, at most {CommandDefaults.MostAtOnce}. Default: "
            + $"{PoliteAtOnce}, and one after another where there are {FewTargets} or fewer.",
        HelpName = "number",
    };

    private readonly Option<bool> _wait = new("--wait")
    {
        Description = "Stay until the effect shows: exit code 0 when it does, 9 when time runs out first, 10 when the target ends otherwise.",
    };

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "How long --wait stays in all, such as 30s, 5m or 1h30m. Default: 5m.",
        HelpName = "duration",
    };

    public RunOptions()
    {
        _parallel.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Number(token.Value) is null)
            {
                result.AddError($"--parallel takes a whole number from 1 to {CommandDefaults.MostAtOnce}, not '{token.Value}'.");
            }
        });
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is no duration, such as 30s, 5m, 1h or 1h30m; the longest is {DurationText.Of(DurationText.Longest)}.");
            }
        });
    }

    /// <summary>Adds <c>--parallel</c>; a command that goes on with a run takes that run's by default.</summary>
    public void AddParallelTo(Command command, bool isGoingOn = false)
    {
        if (isGoingOn)
        {
            _parallel.Description = $"Act on so many targets at once, at most {CommandDefaults.MostAtOnce}. Default: as the run was begun.";
        }

        command.Add(_parallel);
    }

    /// <summary>Adds <c>--wait</c> and <c>--timeout</c>, to a command whose effect can be waited for.</summary>
    public void AddWaitTo(Command command)
    {
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

    /// <summary><c>--wait</c>, where it was typed, else null.</summary>
    public Option? WaitTypedIn(System.CommandLine.Parsing.CommandResult typed) => typed.GetResult(_wait) is { Implicit: false } ? _wait : null;

    /// <summary>How many targets are acted on at once.</summary>
    /// <param name="parseResult">What was typed.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="preferred">How many the user wants where the line does not say.</param>
    public int ParallelIn(ParseResult parseResult, int count, int? preferred) =>
        TypedParallelIn(parseResult) ?? preferred ?? (count > FewTargets ? PoliteAtOnce : 1);

    /// <summary><c>--parallel</c>, where it was typed, else null.</summary>
    public int? TypedParallelIn(ParseResult parseResult) => parseResult.GetValue(_parallel) is { } text ? Number(text) : null;

    /// <summary>How long to wait; null when nobody asked for it.</summary>
    public TimeSpan? TimeoutIn(ParseResult parseResult) => parseResult switch
    {
        _ when !parseResult.GetValue(_wait) => null,
        _ when parseResult.GetValue(_timeout) is { } text && DurationText.TryParse(text, out var duration) => duration,
        _ => Default,
    };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= CommandDefaults.MostAtOnce ? number : null;
}
