using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using System.Text.Json;

namespace ExecutionControl.Cli.Commands.Status;

/// <summary><c>ectl status</c>: what is tripped, how many are paused, what runs, at every service that there is an account for.</summary>
internal sealed class StatusCommand : EctlCommand
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Look again and again: live on a terminal, otherwise a line of JSON for each change.",
    };

    private readonly Option<string> _interval = new("--interval")
    {
        Description = $"How long --watch stays between two looks, 1s at least. Default: {DurationText.Of(DefaultInterval)}.",
        HelpName = "duration",
    };

    public StatusCommand(CommandHost host)
        : base(host, "status", "Show what is tripped, how many executions are paused, and what runs, at every service that there is an account for.")
    {
        Add(_watch);
        Add(_interval);
        _interval.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is no duration, such as 5s or 1m.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_interval) is { Implicit: false } && result.GetResult(_watch) is not { Implicit: false })
            {
                result.AddError("--interval says how often --watch looks: give --watch, too.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl status",
        "ectl --sandbox status --output json",
        "ectl --sandbox status --watch | head -3",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.Refused, ExitCode.Partial, ExitCode.NotApplied,
        ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.ParseResult.GetValue(_watch))
        {
            var interval = context.ParseResult.GetValue(_interval) is { } text && DurationText.TryParse(text, out var typed) ? typed : DefaultInterval;
            var watch = new StatusWatch(context, token => AccountStatus.LookAsync(context.Session, Host.Services, _ => { }, token), ExitCodeOf, interval);
            context.End(await watch.RunAsync(cancellationToken));
            return null;
        }

        var looks = await AccountStatus.LookAsync(context.Session, Host.Services, context.Reporter.Warn, cancellationToken);
        var exitCode = ExitCodeOf(looks);
        var now = context.TimeProvider.GetUtcNow();

        // What was seen is data, whatever the exit code.
        context.Reporter.Print(context.Reporter.Format == OutputFormat.Table
            ? string.Join(Environment.NewLine, StatusView.Lines(looks, context.Streams.OutputStyle, now))
            : JsonSerializer.Serialize(
                StatusDocument.Of(looks, exitCode, context.IsSandbox, now, context.Reporter.Warnings), StatusJsonContext.Readable.StatusDocument));
        context.End(exitCode);
        return null;
    }

    /// <summary>A service that nobody has an account at is no fault, as long as there is another; of those that are looked at, none may fail.</summary>
    private static ExitCode ExitCodeOf(IReadOnlyList<AccountStatus> looks)
    {
        var failed = looks.Where(look => look.State == LookState.Failed).ToList();
        return (failed.Count, looks.Any(look => look.State == LookState.Seen)) switch
        {
            (0, true) => ExitCode.Success,
            (0, false) => ExitCode.Credentials,
            (_, true) => ExitCode.Partial,
            _ => failed[0].ExitCode,
        };
    }
}
