using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>How fast a run goes, and what makes it stop: <c>--rate</c>, <c>--canary</c>, <c>--stop-after-failures</c>.</summary>
internal sealed class RunPaceOptions
{
    private static readonly TimeSpan DefaultCanaryTimeout = TimeSpan.FromMinutes(1);

    private readonly RunOptions _parallel;
    private readonly NumberOption _canary = new(
        "--canary", "Act on so many first, wait for their effect, then ask whether to go on; where nobody is asked, go on if all came out as wanted.");

    private readonly Option<string> _rate = new("--rate")
    {
        Description = "Begin no more than so many in a time, such as 10/s, 600/min or 1000/h. Default: as many as the service takes; "
            + "one that turns calls away for their rate slows the whole run.",
        HelpName = "rate",
    };

    private readonly Option<string> _canaryTimeout = new("--canary-timeout")
    {
        Description = $"How long the effect of --canary is waited for, such as 30s. Default: {DurationText.Of(DefaultCanaryTimeout)}.",
        HelpName = "duration",
    };

    private readonly Option<string> _stopAfter = new("--stop-after-failures")
    {
        Description = "Stop after so many failures, or after more than so many per cent of those done, such as 5%. "
            + "Default: one failure never stops the others.",
        HelpName = "number|percent",
    };

    /// <param name="parallel">How many at once.</param>
    public RunPaceOptions(RunOptions parallel)
    {
        _parallel = parallel;
        _rate.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !RunRate.TryParse(token.Value, CultureInfo.InvariantCulture, out _))
            {
                result.AddError($"'{token.Value}' is no rate: it is a whole number and a unit, such as 10/s, 600/min or 1000/h.");
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
            if (result.Tokens is [var token, ..] && Number(token.Value) is null && Percent(token.Value) is null)
            {
                result.AddError($"--stop-after-failures takes a positive whole number, or a percentage such as 5%, not '{token.Value}'.");
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
            if (result.GetResult(_canaryTimeout) is { Implicit: false } && result.GetResult(_canary) is not { Implicit: false })
            {
                result.AddError("--canary-timeout says how long --canary waits: give --canary, too.");
            }
        });
    }

    /// <summary>The one of them that was typed; null where none was.</summary>
    public Option? TypedIn(System.CommandLine.Parsing.CommandResult typed) =>
        All.FirstOrDefault(option => typed.GetResult(option) is { Implicit: false });

    /// <summary>How a run is worked through.</summary>
    /// <param name="context">The command.</param>
    /// <param name="count">How many targets there are.</param>
    /// <param name="preferred">How many at once the user wants where the line does not say.</param>
    /// <param name="skipsChanged">Whether each target is looked at right before, and left out where it has changed.</param>
    /// <param name="claim">How the run is taken hold of.</param>
    public ControlRunnerOptions In(CommandContext context, long count, int? preferred, bool skipsChanged, RunClaimOptions? claim = null)
    {
        var typed = context.ParseResult;
        return new ControlRunnerOptions
        {
            Concurrency = _parallel.ParallelIn(typed, (int)Math.Min(count, int.MaxValue), preferred),
            Rate = typed.GetValue(_rate) is { } rate ? RunRate.Parse(rate, CultureInfo.InvariantCulture) : null,
            Canary = (int)Math.Min(typed.GetValue(_canary) ?? 0, int.MaxValue),
            CanaryTimeout = typed.GetValue(_canaryTimeout) is { } text && DurationText.TryParse(text, out var timeout) ? timeout : DefaultCanaryTimeout,
            ConfirmCanary = context.MayAsk ? (report, token) => ConfirmAsync(context, report, token) : null,
            StopAfterFailures = typed.GetValue(_stopAfter) is { } most ? Number(most) : null,
            StopAfterFailedPercent = typed.GetValue(_stopAfter) is { } share ? Percent(share) : null,
            SkipChanged = skipsChanged,
            TimeProvider = context.TimeProvider,
            Claim = claim ?? new RunClaimOptions(),
        };
    }

    /// <summary>The options as they are typed, each with a space before it, so that another pass goes about it alike.</summary>
    public static string WordsOf(ControlRunnerOptions options)
    {
        List<string> words = [];
        if (options.Rate is { } rate)
        {
            words.Add($"--rate {rate}");
        }

        if (options.Canary > 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"--canary {options.Canary}"));
            words.AddRange(options.CanaryTimeout == DefaultCanaryTimeout ? [] : [$"--canary-timeout {DurationText.Of(options.CanaryTimeout)}"]);
        }

        if (options.StopAfterFailures is { } most)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"--stop-after-failures {most}"));
        }

        if (options.StopAfterFailedPercent is { } share)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"--stop-after-failures {share}%"));
        }

        return string.Concat(words.Select(word => $" {word}"));
    }

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
