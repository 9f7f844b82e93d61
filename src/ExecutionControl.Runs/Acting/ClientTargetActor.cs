using System.Collections.Frozen;
using System.Globalization;
using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Runs;

/// <summary>Acts on targets through the clients of <c>ExecutionControl.Client</c>, one for each account. The clients stay whoever's they are.</summary>
public sealed class ClientTargetActor : ITargetActor
{
    private static readonly CallOptions _paced = new() { EndsWhenRateLimited = true };

    private readonly FrozenDictionary<(ControlService, string), IDisposable> _clients;

    private ClientTargetActor(IEnumerable<KeyValuePair<(ControlService, string), IDisposable>> clients) => _clients = clients.ToFrozenDictionary();

    /// <summary>Makes an actor for one account at each service, whatever the plan calls it.</summary>
    /// <param name="conductorOne">ConductorOne's client; <see langword="null"/> where none is needed.</param>
    /// <param name="codegen">Codegen's client; <see langword="null"/> where none is needed.</param>
    /// <param name="kubiya">Kubiya's client; <see langword="null"/> where none is needed.</param>
    /// <returns>The actor.</returns>
    public static ClientTargetActor Of(ConductorOneClient? conductorOne = null, CodegenClient? codegen = null, KubiyaClient? kubiya = null)
    {
        var clients = new Dictionary<(ControlService, string), IDisposable>();
        Add(ControlService.ConductorOne, conductorOne);
        Add(ControlService.Codegen, codegen);
        Add(ControlService.Kubiya, kubiya);
        return new ClientTargetActor(clients);

        void Add(ControlService service, IDisposable? client)
        {
            if (client is not null)
            {
                clients.Add((service, AnyAccount), client);
            }
        }
    }

    /// <summary>Makes an actor for the accounts of a plan.</summary>
    /// <param name="plan">The plan's header.</param>
    /// <param name="clientOf">
    /// Gives the client of an account: a <see cref="ConductorOneClient"/>, <see cref="CodegenClient"/> or <see cref="KubiyaClient"/>. Asked once for
    /// each account.
    /// </param>
    /// <returns>The actor.</returns>
    /// <exception cref="ArgumentException">A client is of another service than its account.</exception>
    public static ClientTargetActor Of(PlanHeader plan, Func<RunAccount, IDisposable> clientOf)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(clientOf);
        var clients = new Dictionary<(ControlService, string), IDisposable>();
        foreach (var account in plan.Accounts)
        {
            var client = clientOf(account);
            var service = client switch
            {
                ConductorOneClient => ControlService.ConductorOne,
                CodegenClient => ControlService.Codegen,
                KubiyaClient => ControlService.Kubiya,
                _ => ControlService.None,
            };
            if (service != account.Service)
            {
                throw new ArgumentException($"The client for account '{account.Name}' is none of {account.Service}.", nameof(clientOf));
            }

            clients.Add((service, account.Name), client);
        }

        return new ClientTargetActor(clients);
    }

    /// <inheritdoc/>
    public Task<TargetResult> ActAsync(RunTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var planned = target.Planned;
        var input = OperationInput.Read(planned.Operation, planned.Input);
        return planned.Operation.TargetKind switch
        {
            var kind when kind == ControlTargetKind.Automation => ActOnAutomationAsync(planned, input, cancellationToken),
            var kind when kind == ControlTargetKind.AutomationExecution => TerminateAsync(planned, cancellationToken),
            var kind when kind == ControlTargetKind.AgentRun => ActOnAgentRunAsync(planned, input, cancellationToken),
            var kind when kind == ControlTargetKind.Execution => ActOnExecutionAsync(planned, input, cancellationToken),
            _ => throw NotSupported(planned.Operation),
        };
    }

    /// <inheritdoc/>
    public async Task<string?> ObserveAsync(PlannedTarget target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var goal = target.DecidedOperation.Goal;
        return target.Operation.TargetKind switch
        {
            var kind when kind == ControlTargetKind.Automation && goal?.Kind == ControlGoalKind.AutomationEnabled =>
                await ObserveEnabledAsync(target, cancellationToken).ConfigureAwait(false),
            var kind when kind == ControlTargetKind.Automation => goal?.Kind == ControlGoalKind.CircuitBreaker
                ? BreakerOf(await Client<ConductorOneClient>(target).GetAutomationAsync(target.Id, null, cancellationToken).ConfigureAwait(false))
                : null,
            var kind when kind == ControlTargetKind.AutomationExecution =>
                Text(await ObserveAutomationExecutionAsync(target, cancellationToken).ConfigureAwait(false)),
            var kind when kind == ControlTargetKind.AgentRun && goal is not null =>
                Text(await ObserveAgentRunAsync(target, cancellationToken).ConfigureAwait(false)),
            var kind when kind == ControlTargetKind.Execution => Text(await ObserveExecutionAsync(target, cancellationToken).ConfigureAwait(false)),
            _ => null,
        };
    }

    private const string AnyAccount = "";

    private static string? Text(string state) => state.Length > 0 ? state : null;

    private static long Number(string id) => long.Parse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string BreakerOf(Automation automation) => automation.IsCircuitBreakerTripped ? "tripped" : "closed";

    private static PausedExecutionDecision? DecisionOf(OperationInput input) => input.Decision switch
    {
        "run" => PausedExecutionDecision.Run,
        "cancel" => PausedExecutionDecision.Cancel,
        _ => null,
    };

    private static NotSupportedException NotSupported(ControlOperation operation) => new($"This version cannot carry out {operation.Id}.");

    private async Task<string> ObserveAutomationExecutionAsync(PlannedTarget target, CancellationToken cancellationToken) =>
        (await Client<ConductorOneClient>(target).GetAutomationExecutionAsync(target.Id, null, cancellationToken).ConfigureAwait(false)).State.Value;

    private async Task<string> ObserveAgentRunAsync(PlannedTarget target, CancellationToken cancellationToken) =>
        (await Client<CodegenClient>(target).GetAgentRunAsync(Number(target.Id), null, cancellationToken).ConfigureAwait(false)).State.Value;

    private async Task<string> ObserveExecutionAsync(PlannedTarget target, CancellationToken cancellationToken) =>
        (await Client<KubiyaClient>(target).GetExecutionAsync(target.Id, null, cancellationToken).ConfigureAwait(false)).State.Value;

    /// <summary>One look of the client's own, which takes nothing for an answer that does not say it.</summary>
    private async Task<string?> ObserveEnabledAsync(PlannedTarget target, CancellationToken cancellationToken)
    {
        var isToBeEnabled = target.Operation == ControlOperations.EnableAutomation;
        var asked = new UpdateAutomationResult
        {
            Service = ControlService.ConductorOne,
            Target = target.Id,
            Outcome = ControlOutcome.Applied,
            IsToBeEnabled = isToBeEnabled,
            IsEnabled = isToBeEnabled,
        };
        var seen = await Client<ConductorOneClient>(target).WaitAsync(asked, TimeSpan.Zero, null, cancellationToken).ConfigureAwait(false);
        return seen switch
        {
            { State: true } => "enabled",
            { State: false } => "disabled",
            { LastFailure.Exception: ControlCallException failure } => throw failure,
            _ => null,
        };
    }

    private async Task<TargetResult> ActOnAutomationAsync(PlannedTarget target, OperationInput input, CancellationToken cancellationToken)
    {
        var client = Client<ConductorOneClient>(target);
        if (target.Operation == ControlOperations.DisableAutomation || target.Operation == ControlOperations.EnableAutomation)
        {
            var switched = target.Operation == ControlOperations.DisableAutomation
                ? await client.DisableAutomationAsync(target.Id, _paced, cancellationToken).ConfigureAwait(false)
                : await client.EnableAutomationAsync(target.Id, _paced, cancellationToken).ConfigureAwait(false);
            return TargetResult.From(switched, switched.IsEnabled ? "enabled" : "disabled");
        }

        if (target.Operation == ControlOperations.ClearCircuitBreaker)
        {
            var options = new ClearCircuitBreakerOptions { Reason = input.Reason };
            return TargetResult.From(
                await client.ClearCircuitBreakerAsync(target.Id, DecisionOf(input), options, _paced, cancellationToken).ConfigureAwait(false), "closed");
        }

        if (target.Operation == ControlOperations.ResolvePausedExecutions)
        {
            // It waits between its rounds by itself: one that ended for its rate would have settled a part.
            var options = new ResolvePausedOptions { Reason = input.Reason };
            var decision = DecisionOf(input)!.Value;
            var resolved = await client.ResolvePausedExecutionsAsync(target.Id, decision, options, null, cancellationToken).ConfigureAwait(false);
            return TargetResult.From(resolved) with { Settled = resolved.ResolvedCount };
        }

        throw NotSupported(target.Operation);
    }

    private async Task<TargetResult> TerminateAsync(PlannedTarget target, CancellationToken cancellationToken) =>
        target.Operation == ControlOperations.TerminateAutomationExecution
            ? TargetResult.From(
                await Client<ConductorOneClient>(target).TerminateAutomationExecutionAsync(target.Id, _paced, cancellationToken).ConfigureAwait(false))
            : throw NotSupported(target.Operation);

    private async Task<TargetResult> ActOnAgentRunAsync(PlannedTarget target, OperationInput input, CancellationToken cancellationToken)
    {
        var client = Client<CodegenClient>(target);
        var id = Number(target.Id);
        if (target.Operation == ControlOperations.ResumeAgentRun)
        {
            var options = new ResumeAgentRunOptions { Images = input.Images ?? [] };
            var resumed = await client.ResumeAgentRunAsync(id, input.Prompt!, options, _paced, cancellationToken).ConfigureAwait(false);
            return TargetResult.From(resumed, resumed.Run.State.Value);
        }

        var cards = new PullRequestChecksOptions { BeforeCardOrderId = input.BeforeCard, AfterCardOrderId = input.AfterCard };
        return TargetResult.From(target.Operation switch
        {
            var operation when operation == ControlOperations.BanPullRequestChecks =>
                await client.BanPullRequestChecksAsync(id, cards, _paced, cancellationToken).ConfigureAwait(false),
            var operation when operation == ControlOperations.UnbanPullRequestChecks =>
                await client.UnbanPullRequestChecksAsync(id, cards, _paced, cancellationToken).ConfigureAwait(false),
            _ => throw NotSupported(target.Operation),
        });
    }

    private async Task<TargetResult> ActOnExecutionAsync(PlannedTarget target, OperationInput input, CancellationToken cancellationToken)
    {
        var client = Client<KubiyaClient>(target);
        var result = target.Operation switch
        {
            var operation when operation == ControlOperations.PauseExecution => client.PauseExecutionAsync(target.Id, _paced, cancellationToken),
            var operation when operation == ControlOperations.ResumeExecution => client.ResumeExecutionAsync(target.Id, _paced, cancellationToken),
            var operation when operation == ControlOperations.CancelExecution => client.CancelExecutionAsync(target.Id, _paced, cancellationToken),
            var operation when operation == ControlOperations.TerminateExecution =>
                client.TerminateExecutionAsync(target.Id, input.Reason!, _paced, cancellationToken),
            _ => throw NotSupported(target.Operation),
        };
        var told = await result.ConfigureAwait(false);
        return TargetResult.From(told, told.State?.Value);
    }

    private TClient Client<TClient>(PlannedTarget target)
        where TClient : class
    {
        var service = target.Operation.Service;
        return (_clients.GetValueOrDefault((service, target.Account)) ?? _clients.GetValueOrDefault((service, AnyAccount))) as TClient
            ?? throw new ArgumentException($"There is no client for account '{target.Account}' at {service}. Nothing was sent.", nameof(target));
    }
}
