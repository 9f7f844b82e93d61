using System.CommandLine;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations stop</c>: everything that stops a runaway, in one command.</summary>
internal sealed class AutomationStopCommand : EctlCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CountTimeLimit = TimeSpan.FromSeconds(3);

    private readonly ResolvePaused _resolve = new();
    private readonly TargetArgument _target;
    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for.",
        HelpName = "text",
    };

    private readonly Option<bool> _keepEnabled = new("--keep-enabled") { Description = "Do not disable the automation: new events go on starting executions." };
    private readonly Option<bool> _keepPaused = new("--keep-paused") { Description = "Do not cancel what is paused." };
    private readonly Option<bool> _keepRunning = new("--keep-running") { Description = "Do not terminate what runs." };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not stay until the effects show." };
    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = $"How long each step waits for its effect, such as 30s or 5m. Default: {DurationText.Of(DefaultTimeout)}.",
        HelpName = "duration",
    };

    public AutomationStopCommand(CommandHost host)
        : base(
            host,
            "stop",
            "Stop a runaway: disable the automation, cancel what is paused, terminate what runs, and say of each step what became of it.")
    {
        _target = new TargetArgument(TargetIds.Of(ControlTargetKind.Automation), string.Empty, host.Literals)
        {
            Description = "The automation to stop.",
        };
        _target.Validators.Add(result =>
        {
            if (result.Tokens.Count > 1 || result.Tokens is [{ Value: TargetArgument.StandardInput }])
            {
                result.AddError("stop takes one automation, by its id.");
            }
        });
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && !DurationText.TryParse(token.Value, out _))
            {
                result.AddError($"'{token.Value}' is no duration, such as 30s or 5m.");
            }
        });
        Add(_target);
        foreach (var option in (Option[])
            [_reason, _keepEnabled, _keepPaused, _keepRunning, _noWait, _timeout, host.Options.DryRun, host.Options.Plan, host.Options.Confirm])
        {
            Add(option);
        }

        Validators.Add(result =>
        {
            if (Array.TrueForAll([_keepEnabled, _keepPaused, _keepRunning], option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError("With --keep-enabled, --keep-paused and --keep-running there is nothing to do: leave one of them out.");
            }

            if (result.GetResult(_noWait) is { Implicit: false } && result.GetResult(_timeout) is { Implicit: false })
            {
                result.AddError("--timeout says how long to wait: leave it or --no-wait out.");
            }
        });
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations stop aut_runaway --reason \"runaway, ticket 4711\"",
        "ectl --sandbox automations stop aut_runaway --reason drill --yes",
        "ectl --sandbox automations stop aut_nightly --reason drill --keep-paused --yes --output json",
        "ectl --sandbox automations stop aut_runaway --reason drill --dry-run",
        "ectl --sandbox automations stop aut_runaway --reason drill --plan stop.plan",
    ];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } =
    [
        ExitCode.Success, ExitCode.Fault, ExitCode.NotSent, ExitCode.Credentials, ExitCode.NotFound, ExitCode.Refused, ExitCode.Partial,
        ExitCode.NotApplied, ExitCode.Unknown, ExitCode.Unconfirmed, ExitCode.Contradicted, ExitCode.HungUp, ExitCode.Interrupted, ExitCode.Terminated,
    ];

    protected internal override bool IsChange => true;

    protected internal override OutcomeReport Identify(OutcomeReport report, ParseResult parseResult) => report with
    {
        Service = ServiceDefinition.JsonNameOf(ControlService.ConductorOne),
        Operation = Name,
        Target = report.Target ?? _target.OnlyOneIn(parseResult),
    };

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        // A run reports a signal by itself, step by step.
        context.Grace = TimeSpan.FromSeconds(5);
        var typed = context.ParseResult;
        var id = _target.OnlyOneIn(typed)!;
        var cancels = !typed.GetValue(_keepPaused);
        var input = new BreakerInput { Decision = PausedExecutionDecision.Cancel, Reason = typed.GetValue(_reason) };
        if (cancels && string.IsNullOrWhiteSpace(input.Reason) && !context.MayAsk && context.FindProfileThatRequiresReason() is not null)
        {
            input = await _resolve.CompleteAsync(input, context, cancellationToken);
        }

        using var client = await context.OpenAsync(new ConductorOneService(), cancellationToken);
        var automation = await client.GetAutomationAsync(id, cancellationToken: cancellationToken);
        var plan = new StopPlan(
            id,
            typed.GetValue(_keepEnabled) ? null : new DisableAutomation(),
            cancels ? _resolve : null,
            input,
            IsTerminating: !typed.GetValue(_keepRunning),
            typed.GetValue(_noWait) ? null : typed.GetValue(_timeout) is { } text && DurationText.TryParse(text, out var timeout) ? timeout : DefaultTimeout);
        if (context.PlanFile is { } file)
        {
            plan = plan with { Input = cancels ? await _resolve.CompleteAsync(input, context, cancellationToken) : input };
            return await WritePlanAsync(context, client, file, plan, cancellationToken);
        }

        var question = QuestionAbout(client, automation, plan, context.TimeProvider);
        Confirmation.Require(context, question, [id]);
        if (cancels)
        {
            plan = plan with { Input = await _resolve.CompleteAsync(input, context, cancellationToken) };
        }

        await Confirmation.AskAsync(context, question, [id], cancellationToken);
        var report = await new AutomationStop(context, client, plan).RunAsync();
        await context.WriteHistoryAsync();
        report.Print(context);
        context.End(report.ExitCode);
        return null;
    }

    /// <summary>Writes the steps as the targets of a plan, in their order; what runs is what runs now.</summary>
    private static async Task<OutcomeReport?> WritePlanAsync(
        CommandContext context, ConductorOneClient client, string file, StopPlan plan, CancellationToken cancellationToken)
    {
        var writing = new PlanWriting(context, client);
        var header = writing.Header(plan.Cancel is null ? null : plan.Input.Reason);
        var targets = new List<PlannedTarget>();
        if (plan.Disable is { } disable)
        {
            targets.Add(TargetOf(disable.Entry, plan.Id));
        }

        if (plan.Cancel is { } cancel)
        {
            targets.Add(TargetOf(cancel.Entry, plan.Id) with { Input = cancel.PlannedInput(plan.Input) });
        }

        if (plan.IsTerminating)
        {
            await foreach (var execution in AutomationStop.FindRunning(client, plan.Id, cancellationToken))
            {
                targets.Add(TargetOf(ControlOperations.TerminateAutomationExecution, execution.Id) with { State = execution.State.Value });
            }
        }

        return targets.Count == 0
            ? new OutcomeReport
            {
                Outcome = ReportedOutcome.AlreadySo,
                ExitCode = ExitCode.Success,
                SafeToRepeat = true,
                Lines = [$"Already so: nothing runs of automation {plan.Id}. There is nothing to plan, and nothing was sent."],
            }
            : await writing.WriteAsync(file, header, targets, targets.Count, cancellationToken);

        PlannedTarget TargetOf(ControlOperation operation, string id) => new() { Operation = operation, Account = header.Accounts[0].Name, Id = id };
    }

    private static Question QuestionAbout(ConductorOneClient client, Automation automation, StopPlan plan, TimeProvider clock)
    {
        List<string> steps =
        [
            .. plan.Disable is null ? (string[])[] : ["disable it"],
            .. plan.Cancel is null ? (string[])[] : ["cancel what is paused"],
            .. plan.IsTerminating ? ["terminate what runs"] : (string[])[],
        ];
        return new Question(
            $"stop automation {automation.Id}: {string.Join(", ", steps)}",
            plan.Cancel is null && !plan.IsTerminating
                ? $"'ectl automations enable {automation.Id}'"
                : "what is cancelled or terminated stays so"
                    + (plan.Disable is null ? string.Empty : $"; 'ectl automations enable {automation.Id}' lets new events in"))
        {
            ExtentTitle = "concerns",
            Extent = (target, token) => ExtentAsync(client, target, plan, clock, token),
        };
    }

    private static async Task<OperationExtent> ExtentAsync(
        ConductorOneClient client, string id, StopPlan plan, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(CountTimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var paused = PausedExecutions.CountAsync(client, id, linked.Token);
        var running = BoundedCount.OfAsync(AutomationStop.FindRunning(client, id, linked.Token));
        await Task.WhenAll(paused, running);
        List<string> counts =
        [
            .. plan.Cancel is null ? (string[])[] : [$"{await paused} paused"],
            .. plan.IsTerminating ? [$"{await running} running"] : (string[])[],
        ];
        return new OperationExtent(counts.Count > 0 ? string.Join(", ", counts) : $"{await paused} paused and {await running} running stay");
    }
}

/// <summary>What is to be done to stop an automation.</summary>
/// <param name="Id">The automation.</param>
/// <param name="Disable">Disables it; null to leave it enabled.</param>
/// <param name="Cancel">Cancels what is paused; null to leave it paused.</param>
/// <param name="Input">With which decision and reason.</param>
/// <param name="IsTerminating">Whether what runs is terminated.</param>
/// <param name="Timeout">How long each step waits for its effect; null to wait for none.</param>
internal sealed record StopPlan(
    string Id, DisableAutomation? Disable, ResolvePaused? Cancel, BreakerInput Input, bool IsTerminating, TimeSpan? Timeout);
