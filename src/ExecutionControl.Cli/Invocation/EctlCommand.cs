using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Runs;

namespace ExecutionControl.Cli.Invocation;

/// <summary>A command that does something: runs it, turns whatever happens into one report and one exit code.</summary>
internal abstract class EctlCommand : Command, IDocumentedCommand
{
    protected EctlCommand(CommandHost host, string name, string description)
        : base(name, description)
    {
        Host = host;
        SetAction(RunAsync);
        Validators.Add(result =>
        {
            if (host.Options.ComplaintAboutVariables() is { } complaint)
            {
                result.AddError(complaint);
            }

            if (result.GetResult(host.Options.Plan) is not null && result.GetResult(host.Options.DryRun) is { Implicit: false })
            {
                result.AddError("--plan writes what would be done, --dry-run shows it: leave one of them out.");
            }
        });
    }

    /// <summary>What the process lends.</summary>
    protected CommandHost Host { get; }

    public abstract IReadOnlyList<string> Examples { get; }

    public abstract IReadOnlyList<ExitCode> ExitCodes { get; }

    /// <summary>What it changes at a service; null for a command that changes nothing there.</summary>
    public virtual Operation? Operation => null;

    /// <summary>Whether it prints a list, which has formats of its own.</summary>
    protected virtual bool IsList => false;

    /// <summary>Whether it changes something at a service.</summary>
    protected internal virtual bool IsChange => Operation is not null;

    /// <summary>Does what the command is for.</summary>
    /// <returns>What became of it, or null when there is nothing to say any more.</returns>
    protected abstract Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken);

    /// <summary>Says of a report what it is about.</summary>
    protected internal virtual OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) =>
        report with { Operation = report.Operation ?? Name };

    /// <summary>Whether the command can be given again after a call of it that nobody knows the end of.</summary>
    protected virtual bool IsRepeatable => true;

    private async Task<int> RunAsync(ParseResult parseResult, CancellationToken cancellationToken)
    {
        await using var context = new CommandContext(Host, parseResult, IsChange);
        var report = await ReportAsync(context, cancellationToken);
        if (report is not null)
        {
            context.Recorder?.NoteEnd(0, TargetReport.ToResult(report));
        }

        await context.WriteHistoryAsync();
        if (report is null)
        {
            return (int)context.ExitCode;
        }

        context.Reporter.Finish(Identify(report with
        {
            Sandbox = report.Sandbox || context.IsSandbox,
            Account = report.Account ?? context.Account?.Report,
            Target = report.Target ?? context.Target,
        }, parseResult));
        return (int)report.ExitCode;
    }

    private async Task<OutcomeReport?> ReportAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var failures = context.Failures(IsRepeatable, Operation?.Entry);
        try
        {
            if (!IsList && (Host.Options.IsNames(context.ParseResult) || Host.Options.IsWide(context.ParseResult)))
            {
                throw new NotSentException(ExitCode.NotSent, $"--output name and wide are for lists, and {Name} prints none. Nothing was sent.");
            }

            using var ended = new CancellationTokenSource();
            var work = ExecuteAsync(context, cancellationToken);
            var grace = Host.Signals.GraceEndedAsync(() => context.Grace, ended.Token);
            var first = await Task.WhenAny(work, grace);
            await ended.CancelAsync();
            context.IsAbandoned = first != work;
            return first == work ? await work : failures.OfSilence(context.Call is { IsBegun: true }, context.Call?.Target);
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            return null;
        }
#pragma warning disable CA1031 // The outermost place: whatever was thrown becomes a report and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return failures.Of(exception, context.Call is { IsBegun: true }, context.Call?.Target);
        }
    }
}

/// <summary>What the help says of a command beyond its arguments.</summary>
internal interface IDocumentedCommand
{
    /// <summary>Command lines that can be copied.</summary>
    IReadOnlyList<string> Examples { get; }

    /// <summary>The exit codes that the command can give.</summary>
    IReadOnlyList<ExitCode> ExitCodes { get; }
}
