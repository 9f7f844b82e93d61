using System.CommandLine;
using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Runs;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Freeze;

/// <summary><c>ectl freeze</c>: stops everything that can be stopped reversibly, at every account.</summary>
internal sealed class FreezeCommand : RunCommand
{
    /// <summary>What a run of this command is called; <c>ectl thaw</c> finds it by that.</summary>
    public const string Title = "ectl freeze";

    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the history. On a terminal it is asked for.", HelpName = "text" };
    private readonly Option<string[]> _services;
    private readonly Option<string[]> _automations = new("--automation")
    {
        Description = "Only this automation of ConductorOne's; may be given several times. The other services are left alone then.",
        HelpName = "automation-id",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly TimeOption _olderThan = new("--older-than", "Only executions that were created before; automations are disabled whatever their age");
    private readonly Option<bool> _ban = new("--ban")
    {
        Description = "Ban the pull requests of Codegen's runs, which cannot be paused: what is stopped so stays stopped, "
            + "later checks start again after 'thaw --with-bans'.",
    };

    private readonly Option<bool> _allProfiles = new("--all-profiles") { Description = "Freeze the accounts of every profile, and not only those in use." };

    public FreezeCommand(CommandHost host)
        : base(
            host,
            "freeze",
            "Stop everything that can be stopped reversibly, at every service: disable the automations that are enabled, pause the executions that run, "
            + "and say what runs on. 'ectl thaw' undoes exactly that.")
    {
        _services = new Option<string[]>("--service")
        {
            Description = $"Only this service; may be given several times: {string.Join(", ", host.Services.Names)}.",
            HelpName = "service",
            Arity = ArgumentArity.OneOrMore,
        };
        _services.CompletionSources.Add([.. host.Services.Names]);
        _services.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => host.Services.Find(token.Value) is null))
            {
                result.AddError($"There is no service '{token.Value}'. There are {string.Join(", ", host.Services.Names)}.");
            }
        });
        foreach (var option in (Option[])[_reason, _services, _automations, _olderThan, _ban, _allProfiles, host.Options.DryRun, host.Options.Plan])
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            if (result.GetResult(_allProfiles) is { Implicit: false } && result.GetResult(host.Options.Profile) is { Implicit: false })
            {
                result.AddError("--all-profiles takes every profile: leave it or --profile out.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl freeze --reason \"incident 4711\"",
        "ectl --sandbox freeze --reason drill --yes && ectl --sandbox status && ectl --sandbox thaw --yes",
        "ectl freeze --service kubiya --older-than 30m --reason \"stuck runner\" --dry-run",
        "ectl freeze --automation aut_runaway --reason runaway --plan freeze.plan",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var typed = context.ParseResult;
        var scope = new FreezeScope(
            typed.GetValue(_automations) ?? [],
            _olderThan.In(typed, context.TimeProvider.GetUtcNow()),
            typed.GetValue(_ban));
        using var open = new OpenAccounts();
        var search = new FreezeSearch(scope, context.Reporter);
        await ConnectAsync(context, search, open, cancellationToken);
        var found = await search.FindAsync(cancellationToken);
        var contents = new PlanContents();
        foreach (var target in found.Targets)
        {
            contents.Add(target);
        }

        foreach (var rest in found.RunsOn)
        {
            context.Reporter.Notice($"runs on: {RunExecution.Text(rest)}");
        }

        if (contents.Count == 0)
        {
            return NothingToDo(search);
        }

        var header = new PlanHeader
        {
            CreatedAt = context.TimeProvider.GetUtcNow(),
            Accounts = search.Accounts,
            Title = Title,
            Reason = await ReasonAsync(context, cancellationToken),
        };
        if (context.PlanFile is { } file)
        {
            return await PlanWriting.WriteAsync(context, file, header, found.Targets.ToAsyncEnumerable(), cancellationToken);
        }

        if (context.IsDryRun)
        {
            return DryRun(contents, header);
        }

        await AskAsync(context, contents, header, [.. found.RunsOn.Select(rest => ("runs on", RunExecution.Text(rest)))], cancellationToken);
        await using var journal = await RunWork.OpenJournalAsync(context, cancellationToken);
        var work = new RunWork(context, journal, Pace);
        var run = await work.CreateAsync(header, digest: null, found.Targets.ToAsyncEnumerable(), cancellationToken);
        var options = Pace.In(context, run, contents.Count, Host.Options.Defaults.Parallel ?? CommandDefaults.MostAtOnce, skipsChanged: false);

        // ConductorOne calls nothing already so: what somebody has disabled while the question stood would be enabled by the thaw.
        var actor = new FreshLook(open.ActorOf(header), static target => target.Planned.Operation.Service == ControlService.ConductorOne);
        var report = await work.CarryOutAsync(run, actor, options, contents.Noun);
        return work.Tell(await LookAgainAsync(context, search, report, found));
    }

    private static OutcomeReport DryRun(PlanContents contents, PlanHeader header) => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = ExitCode.Success,
        SafeToRepeat = true,
        Lines = [$"Dry run: this would {contents.Sentence} ({PlannedAccount.Text(header.Accounts)}).", "Nothing was sent."],
    };

    private static OutcomeReport NothingToDo(FreezeSearch search) => search.Failure is { } failure
        ? new OutcomeReport
        {
            Outcome = ReportedOutcome.NotApplied,
            ExitCode = failure,
            SafeToRepeat = true,
            Lines = ["Not frozen: nothing was found that could be stopped, and not everything could be looked at. Nothing was sent."],
        }
        : new OutcomeReport
        {
            Outcome = ReportedOutcome.AlreadySo,
            ExitCode = ExitCode.Success,
            SafeToRepeat = true,
            Lines = ["Already so: nothing is enabled or runs that could be stopped. Nothing was sent."],
        };

    /// <summary>Looks once more: what has begun meanwhile, and what runs on.</summary>
    private static async Task<RunReport> LookAgainAsync(CommandContext context, FreezeSearch search, RunReport report, FreezeFindings before)
    {
        if (context.Signals.Received is not null)
        {
            return report with { RunsOn = before.RunsOn };
        }

        var after = await search.FindAsync(context.Signals.Token);
        if (report.Resume is null && after.Targets.Count > 0)
        {
            context.Reporter.Warn(string.Create(
                CultureInfo.InvariantCulture, $"{after.Targets.Count} more run or are enabled by now: give the command again to stop them, too"));
        }

        // What could not be looked at is not frozen, whatever became of the rest.
        return search.Failure is not null && report.ExitCode == ExitCode.Success
            ? report with { RunsOn = after.RunsOn, ExitCode = ExitCode.Partial, Outcome = ReportedOutcome.Partial }
            : report with { RunsOn = after.RunsOn };
    }

    private async Task ConnectAsync(CommandContext context, FreezeSearch search, OpenAccounts open, CancellationToken cancellationToken)
    {
        var names = context.ParseResult.GetValue(_services) ?? [];
        var isAutomationsOnly = context.ParseResult.GetValue(_automations) is { Length: > 0 };
        IReadOnlyList<string?> profiles = context.ParseResult.GetValue(_allProfiles) && !context.IsSandbox ? search.ProfilesOf(context.Session) : [null];
        foreach (var service in Host.Services.All)
        {
            var isMeant = names.Length > 0
                ? Array.Exists(names, name => Host.Services.Find(name) == service)
                : !isAutomationsOnly || service.TargetKinds.Contains("automations", StringComparer.Ordinal);
            if (!isMeant)
            {
                continue;
            }

            var count = 0;
            foreach (var profile in profiles)
            {
                count += await search.AddAsync(context.Session, service, profile, open, cancellationToken) ? 1 : 0;
            }

            if (count == 0)
            {
                context.Reporter.Notice($"{service.Definition.DisplayName} is left out: there is no account for it");
            }
        }

        if (search.Accounts.Count == 0)
        {
            throw new NotSentException(ExitCode.Credentials, "There is no account for any service: 'ectl auth login' keeps one. Nothing was sent.");
        }
    }

    private async Task<string?> ReasonAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var reason = context.ParseResult.GetValue(_reason);
        if (string.IsNullOrWhiteSpace(reason) && context.MayAsk)
        {
            reason = await context.ReadAnswerAsync("Reason, for the history (empty for none): ", cancellationToken);
        }

        return string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
    }
}
