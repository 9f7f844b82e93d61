using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// How fast a run goes, and what makes it stop: <c>--rate</c>, <c>--canary</c>, <c>--stop-after-failures</c>. A command that makes a run keeps them with
/// it; one that goes on with a run takes them from there, and what its line says holds for its own process.
/// </summary>
internal sealed class RunPaceOptions
{
    private const string Never = "never";

    private readonly RunOptions _parallel;
    private readonly bool _isGoingOn;
    private readonly NumberOption _canary;
    private readonly Option<string> _rate;
    private readonly Option<string> _canaryTimeout;
    private readonly Option<string> _stopAfter;

    /// <param name="parallel">How many at once.</param>
    /// <param name="isGoingOn">Whether the command goes on with a run that was made before.</param>
    public RunPaceOptions(RunOptions parallel, bool isGoingOn = false)
    {
        var otherwise = isGoingOn ? "Default: as the run was begun." : null;
        _parallel = parallel;
        _isGoingOn = isGoingOn;
        _canary = new NumberOption(
            "--canary",
            isGoingOn
                ? "Act on so many of what is left first, wait for their effect, then ask whether to go on; 0 for none. "
                    + "Default: those of the run, until they have passed."
                : "Act on so many first, wait for their effect, then ask whether to go on; where nobody is asked, go on if all came out as wanted.",
            least: isGoingOn ? 0 : 1);
        _rate = new Option<string>("--rate")
        {
            Description = "Begin no more than so many in a time, such as 10/s, 600/min or 1000/h"
                + (isGoingOn ? $", or {RunRate.Unlimited}. {otherwise} " : ". Default: as many as the service takes; ")
                + (isGoingOn ? "This holds for this process alone." : "one that turns calls away for their rate slows the whole run."),
            HelpName = "rate",
        };
        _canaryTimeout = new Option<string>("--canary-timeout")
        {
            Description = $"How long the effect of --canary is waited for, such as 30s. {otherwise ?? "Default: 1m."}",
            HelpName = "duration",
        };
        _stopAfter = new Option<string>("--stop-after-failures")
        {
            Description = "Stop after so many failures, or after more than so many per cent of those done, such as 5%"
                + (isGoingOn
                    ? $", of what this process does; or {Never}. Default: as the run was begun, counted over the whole run."
                    : ". Default: one failure never stops the others."),
            HelpName = isGoingOn ? $"number|percent|{Never}" : "number|percent",
        };
        _rate.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..]
                && !(RunRate.TryParse(token.Value, CultureInfo.InvariantCulture, out var rate) && (isGoingOn || !rate.IsUnlimited)))
            {
                result.AddError(
                    $"'{token.Value}' is no rate: it is a whole number and a unit, such as 10/s, 600/min or 1000/h"
                    + $"{(isGoingOn ? $", or {RunRate.Unlimited}" : string.Empty)}.");
            }
        });
        _canaryTimeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is no duration, such as 30s or 5m.");
            }
        });
        _stopAfter.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Number(token.Value) is null && Percent(token.Value) is null && !(isGoingOn && token.Value == Never))
            {
                result.AddError(
                    $"--stop-after-failures takes a positive whole number, {(isGoingOn ? $"'{Never}', " : string.Empty)}or a percentage such as 5%, "
                    + $"not '{token.Value}'.");
            }
        });
    }

    private IReadOnlyList<Option> All => [_rate, _canary, _canaryTimeout, _stopAfter];

    /// <summary>Adds them.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (!_isGoingOn && result.GetResult(_canaryTimeout) is { Implicit: false } && result.GetResult(_canary) is not { Implicit: false })
            {
                result.AddError("--canary-timeout says how long --canary waits: give --canary, too.");
            }
        });
    }

    /// <summary>The one of them that was typed; null where none was.</summary>
    public Option? TypedIn(System.CommandLine.Parsing.CommandResult typed) =>
        All.FirstOrDefault(option => IsTyped(option, typed));

    /// <summary>What was typed, to be kept with a run that is made.</summary>
    public RunPacing In(ParseResult typed) => new()
    {
        Concurrency = _parallel.TypedParallelIn(typed),
        Rate = RateIn(typed),
        Canary = CanaryIn(typed) ?? 0,
        CanaryTimeout = CanaryTimeoutIn(typed),
        StopAfterFailures = StopAfterIn(typed).Number,
        StopAfterFailedPercent = StopAfterIn(typed).Percent,
    };

    /// <summary>How a run is worked through: as it keeps it, but for what was typed to go on with it.</summary>
    /// <param name="context">The command.</param>
    /// <param name="run">The run.</param>
    /// <param name="count">How many targets there are.</param>
    /// <param name="preferred">How many at once the user wants where neither the run nor the line says it.</param>
    /// <param name="skipsChanged">Whether each target is looked at right before, and left out where it has changed.</param>
    /// <param name="claim">How the run is taken hold of.</param>
    public ControlRunnerOptions In(
        CommandContext context, RunRecord run, long count, int? preferred, bool skipsChanged, RunClaimOptions? claim = null)
    {
        var typed = context.ParseResult;
        var (number, percent) = StopAfterIn(typed);
        return new ControlRunnerOptions
        {
            Concurrency = _parallel.ParallelIn(typed, (int)Math.Min(count, int.MaxValue), run.Pacing.Concurrency ?? preferred),
            Rate = _isGoingOn ? RateIn(typed) : null,
            Canary = _isGoingOn ? CanaryIn(typed) : null,
            CanaryTimeout = _isGoingOn ? CanaryTimeoutIn(typed) : null,
            StopAfterFailures = _isGoingOn ? number : null,
            StopAfterFailedPercent = _isGoingOn ? percent : null,
            ConfirmCanary = context.MayAsk ? (report, token) => ConfirmAsync(context, report, token) : null,
            SkipChanged = skipsChanged,
            TimeProvider = context.TimeProvider,
            Claim = claim ?? new RunClaimOptions(),
        };
    }

    /// <summary>The command that goes on after a pass: with what was typed for this one, which is not kept, and with what lets it get on at all.</summary>
    /// <param name="resume">The command as it is.</param>
    /// <param name="context">The command that ends.</param>
    /// <param name="run">The run as it stands now.</param>
    /// <param name="stop">Why the pass has ended; null where it was not stopped.</param>
    public string GoOn(string resume, CommandContext context, RunRecord run, RunStop? stop)
    {
        var typed = context.ParseResult.CommandResult;
        List<string> words = [resume];
        if (_isGoingOn)
        {
            words.AddRange(All.Where(option => IsTyped(option, typed)).Select(option => $"{option.Name} {typed.GetResult(option)!.Tokens[0].Value}"));
        }

        // What the run keeps would end the next pass where it begins.
        if (stop?.Kind == RunStopKind.TooManyFailures && !(_isGoingOn && IsTyped(_stopAfter, typed)) && HasReachedItsLimit(run, run.Counts.NotApplied))
        {
            words.Add($"{_stopAfter.Name} {PaceText.StopAfter(run.Pacing)}");
        }
        else if (stop?.Kind == RunStopKind.Canary && !context.MayAsk && !(_isGoingOn && IsTyped(_canary, typed)))
        {
            words.Add($"{_canary.Name} 0");
        }

        return string.Join(' ', words);
    }

    /// <summary>Refuses to go on with a run that has stopped by its own limit, unless the line says how many more may fail.</summary>
    /// <param name="context">The command.</param>
    /// <param name="run">The run.</param>
    /// <param name="doneAgain">How many of its failures are done again.</param>
    /// <exception cref="NotSentException">It is refused.</exception>
    public void RequireBelowLimit(CommandContext context, RunRecord run, long doneAgain)
    {
        if (StopAfterIn(context.ParseResult) is (null, null) && HasReachedItsLimit(run, doneAgain))
        {
            var failed = run.Counts.Failed;
            var command = context.ParseResult.CommandResult.Command.Name;
            throw new NotSentException(
                ExitCode.NotSent,
                string.Create(CultureInfo.InvariantCulture, $"Of run {run.Id} {failed} {(failed == 1 ? "target has" : "targets have")} failed, and ")
                + $"it was begun with --stop-after-failures {PaceText.StopAfter(run.Pacing)}: '{context.Next.OfRuns($"runs show {run.Id} --targets")}' "
                + "shows them. To go on, say after how many more it is to stop: "
                + $"'{context.Next.OfRuns($"runs {command} {run.Id} --stop-after-failures {PaceText.StopAfter(run.Pacing)}")}'. Nothing was sent.");
        }
    }

    private static bool IsTyped(Option option, System.CommandLine.Parsing.CommandResult typed) => typed.GetResult(option) is { Implicit: false };

    private static bool HasReachedItsLimit(RunRecord run, long doneAgain) =>
        run.Pacing.StopsAt(run.Counts.Failed - doneAgain, run.Counts.Tried - doneAgain);

    private RunRate? RateIn(ParseResult typed) => typed.GetValue(_rate) is { } text ? RunRate.Parse(text, CultureInfo.InvariantCulture) : null;

    private int? CanaryIn(ParseResult typed) => typed.GetValue(_canary) is { } canary ? (int)Math.Min(canary, int.MaxValue) : null;

    private TimeSpan? CanaryTimeoutIn(ParseResult typed) =>
        typed.GetValue(_canaryTimeout) is { } text && DurationText.TryParse(text, out var timeout) ? timeout : null;

    private (int? Number, double? Percent) StopAfterIn(ParseResult typed) => typed.GetValue(_stopAfter) switch
    {
        null => (null, null),
        Never => (0, null),
        var text => (Number(text), Percent(text)),
    };

    private static async ValueTask<bool> ConfirmAsync(CommandContext context, CanaryReport report, CancellationToken cancellationToken)
    {
        var good = report.Targets.Count(target => target.Result is { IsFailure: false, Wait: null or ExecutionControl.Client.WaitOutcome.Verified });
        context.Ask(string.Create(
            CultureInfo.InvariantCulture,
            $"{good} of the first {report.Targets.Count} came out as wanted{(report.IsGood ? string.Empty : ", the others did not")}."));
        return (await context.ReadAnswerAsync("Go on with the rest? [y/N] ", cancellationToken))?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static double? Percent(string text) =>
        text.EndsWith('%') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
        && share is > 0 and <= 100
            ? share
            : null;
}
