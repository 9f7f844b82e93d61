using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.AutomationExecutions;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>
/// Stops an automation step by step: nothing new first, then what is paused, then what runs. A step that fails keeps the next from being
/// taken only where that would fail alike. At the end a look shows what is left.
/// </summary>
/// <param name="context">The command.</param>
/// <param name="client">The client.</param>
/// <param name="plan">What is to be done.</param>
internal sealed class AutomationStop(CommandContext context, ConductorOneClient client, StopPlan plan)
{
    /// <summary>As many as the service takes from one client without a word; one that is turned away is sent again after the wait it asks for.</summary>
    private const int AtOnce = 4;

    private readonly List<StopStep> _steps = [];

    /// <summary>Finds what runs of an automation.</summary>
    public static IAsyncEnumerable<AutomationExecution> FindRunning(ConductorOneClient client, string id, CancellationToken cancellationToken) =>
        client.ListAutomationExecutionsAsync(
            new AutomationExecutionFilter
            {
                AutomationIds = [id],
                States = [.. Items.StateName.OfRunningAutomationExecutions.Select(Items.StateName.ToAutomationExecutionState)],
            },
            cancellationToken: cancellationToken);

    public async Task<StopReport> RunAsync()
    {
        if (plan.Disable is { } disable)
        {
            // Its answer shows it; a tripped breaker would hide it from a wait.
            await TakeAsync("disable", Bound(disable, NoInput.Instance), timeout: null, _ => Task.FromResult<IReadOnlyList<string>>([plan.Id]));
        }

        if (plan.Cancel is { } cancel)
        {
            await TakeAsync("cancel paused", Bound(cancel, plan.Input), plan.Timeout, _ => Task.FromResult<IReadOnlyList<string>>([plan.Id]));
        }

        if (plan.IsTerminating)
        {
            await TakeAsync(
                "terminate running",
                Bound(new TerminateAutomationExecution(), NoInput.Instance),
                plan.Timeout,
                async token => await FindRunning(client, plan.Id, token).Select(execution => execution.Id).ToListAsync(token));
        }

        return new StopReport(plan.Id, _steps, plan.Timeout is null || context.IsDryRun ? null : await LookAsync());
    }

    private IBoundOperation Bound<TInput>(Operation<ConductorOneClient, TInput> operation, TInput input)
        where TInput : class => context.IsDryRun
        ? new DryRun<ConductorOneClient, TInput>(operation, input, client, context.Where, context.Reporter.Redact)
        : operation.Bind(client, input);

    private async Task TakeAsync(
        string name, IBoundOperation operation, TimeSpan? timeout, Func<CancellationToken, Task<IReadOnlyList<string>>> find)
    {
        var failures = context.Failures(operation.Entry.IsSafeToRepeat, operation.Entry);
        if (context.Signals.Received is not null)
        {
            _steps.Add(new StopStep(name, operation.Entry, [failures.NeverSent()]));
            return;
        }

        if (_steps.Find(step => IsShared(step.ExitCode)) is { } failed)
        {
            _steps.Add(new StopStep(name, operation.Entry, [NotSent(failed)]));
            return;
        }

        IReadOnlyList<string> targets;
        try
        {
            targets = await find(context.Signals.Token);
        }
        catch (Exception exception) when (exception is ControlCallException or OperationCanceledException)
        {
            // What runs is not known, so nothing of it was told to stop.
            _steps.Add(new StopStep(name, operation.Entry, [failures.Of(exception, isCallBegun: false)]));
            return;
        }

        var reports = new OutcomeReport?[targets.Count];
        using var observer = new RunObserver(operation.Entry, targets, context.Reporter, context.TimeProvider)
        {
            History = context.History,
            Recorder = context.BeginHistory(operation, targets),
            Ended = (index, report) => reports[index] = report with
            {
                Service = "conductorOne",
                Operation = operation.Entry.Name,
                Target = targets[index],
                Sandbox = context.IsSandbox,
            },
        };
        await new TargetRunner(operation, observer, failures, context.TimeProvider, context.Signals)
            .RunAsync(targets, context.IsDryRun ? 1 : AtOnce, context.IsDryRun ? null : timeout);
        _steps.Add(new StopStep(name, operation.Entry, [.. reports.OfType<OutcomeReport>()]));
    }

    /// <summary>Whether a failure has nothing to do with the step: the next would meet it, too.</summary>
    private static bool IsShared(ExitCode code) => code is ExitCode.Credentials or ExitCode.NotApplied or ExitCode.NotFound;

    private static OutcomeReport NotSent(StopStep failed) => new()
    {
        Outcome = ReportedOutcome.NotSent,
        ExitCode = failed.ExitCode,
        SafeToRepeat = true,
        Lines = [$"Not sent: '{failed.Name}' failed for a reason that this would meet, too."],
    };

    /// <summary>Looks at what is paused and running now; null where that cannot be seen.</summary>
    private async Task<StopRest?> LookAsync()
    {
        try
        {
            var paused = PausedExecutions.CountAsync(client, plan.Id, context.Signals.Token);
            var running = BoundedCount.OfAsync(FindRunning(client, plan.Id, context.Signals.Token));
            await Task.WhenAll(paused, running);
            return new StopRest(await paused, await running)
            {
                IsUnwanted = (plan.Cancel is not null && (await paused).IsAny) || (plan.IsTerminating && (await running).IsAny),
            };
        }
        catch (Exception exception) when (exception is ControlCallException or OperationCanceledException)
        {
            context.Reporter.Warn($"what is left could not be seen: {exception.Message}");
            return null;
        }
    }
}
