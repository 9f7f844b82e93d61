using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>
/// Controls ConductorOne's automations and their executions. Safe to use from many threads at once; make one and keep it, as
/// it holds connections and a token.
/// </summary>
/// <example>
/// <code>
/// using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions { ClientId = clientId, ClientSecret = clientSecret });
/// await foreach (var automation in conductorOne.ListAutomationsAsync())
/// {
///     Console.WriteLine($"{automation.Id}: {(automation.IsCircuitBreakerTripped ? "tripped" : "closed")}");
/// }
/// </code>
/// </example>
public class ConductorOneClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly ConductorOneRequests _requests;
    private readonly ConductorOneReader _reader;
    private readonly PausedBacklog _backlog;
    private readonly PausedExecutionResolver _resolver;
    private readonly CircuitBreakerClearer _clearer;
    private readonly AutomationSwitch _switch;
    private readonly TimeSpan? _resolvingDeadline;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public ConductorOneClient(ConductorOneClientOptions options)
        : this(options, handlers: null)
    {
    }

    internal ConductorOneClient(ConductorOneClientOptions options, ConnectionHandlers? handlers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connection = new ServerConnection(options, ConductorOneCredential.Resolve(options), handlers);
        var resolving = options.ResolvePaused.Copy();
        Requests = _requests = new ConductorOneRequests(_connection);
        _reader = new ConductorOneReader(_connection, _requests);
        _backlog = new PausedBacklog(_connection, _reader, OptionValue.Limit(resolving.AttemptTimeout));
        _resolvingDeadline = OptionValue.Limit(resolving.Deadline);
        _resolver = new PausedExecutionResolver(_connection, _requests, _backlog, resolving);
        _clearer = new CircuitBreakerClearer(_connection, _requests, _reader, _backlog);
        _switch = new AutomationSwitch(_connection, _requests, _reader);
    }

    /// <summary>For mocks.</summary>
    protected ConductorOneClient()
    {
        _connection = null!;
        _requests = null!;
        _reader = null!;
        _backlog = null!;
        _resolver = null!;
        _clearer = null!;
        _switch = null!;
        Requests = null!;
    }

    /// <summary>The requests that would be sent, to be looked at.</summary>
    public virtual ConductorOneRequests Requests { get; }

    /// <summary>
    /// Runs or cancels every execution of an automation that its circuit breaker paused, again and again until none is left
    /// that could not be settled. Does not close the breaker. One request may take the service minutes.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="decision">What becomes of the paused executions.</param>
    /// <param name="options">What may be said with it: a reason, and who is told of the rounds.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call; what was settled before stays settled.</param>
    /// <returns>What it came to: applied, already so (nothing was paused) or partial (some could not be settled, or a later round could not be made).</returns>
    /// <exception cref="ArgumentException">The id, the decision, the reason or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var options = new ResolvePausedOptions { Reason = "runaway, ticket 4711" };
    /// var result = await conductorOne.ResolvePausedExecutionsAsync("aut_runaway", PausedExecutionDecision.Cancel, options);
    /// Console.WriteLine($"{result.Outcome}: {result.ResolvedCount} settled, {result.ErroredCount} left paused");
    /// </code>
    /// </example>
    public virtual async Task<ResolvePausedResult> ResolvePausedExecutionsAsync(
        string automationId,
        PausedExecutionDecision decision,
        ResolvePausedOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var terms = _connection.TermsOf(callOptions);
        RequestTemplate.RequireId(automationId, nameof(automationId));
        var deadline = callOptions?.Deadline is { } given ? OptionValue.Limit(given) : _resolvingDeadline;
        return await _connection.Executor.Telemetry.RunAsync(
            ControlOperations.ResolvePausedExecutions,
            automationId,
            terms,
            async _ =>
            {
                var result = await _resolver.ResolveAsync(automationId, decision, options, terms, deadline, cancellationToken).ConfigureAwait(false);
                return result with { IsCircuitBreakerTripped = await IsTrippedAsync(automationId, terms, cancellationToken).ConfigureAwait(false) };
            }).ConfigureAwait(false);
    }

    /// <summary>Asks for an execution to be terminated. The service accepts at once; the execution's state follows a little later.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the service accepted it. An execution that was final before cannot be told from one that was not.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer, or a call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var accepted = await conductorOne.TerminateAutomationExecutionAsync("9007199254740993");
    /// var seen = await conductorOne.WaitAsync(accepted, TimeSpan.FromMinutes(1));
    /// Console.WriteLine(seen.Outcome);
    /// </code>
    /// </example>
    public virtual async Task<TerminateAutomationExecutionResult> TerminateAutomationExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var terms = _connection.TermsOf(callOptions);
        var id = RequestTemplate.RequireInt64Id(executionId, nameof(executionId));
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<bool>
            {
                Operation = ControlOperations.TerminateAutomationExecution,
                Target = id,
                Terms = terms,
                Request = () => _requests.Terminate(id),
                Read = static answer =>
                {
                    answer.RequireObject();
                    return true;
                },
                Observe = async token =>
                {
                    var execution = await _reader.ObserveExecutionAsync(id, terms, token).ConfigureAwait(false);
                    var isProven = ControlOperations.TerminateAutomationExecution.Goal!.IsProvenBy(execution.State.Value);
                    return new Observation<bool>(execution.State.Value, isProven, true);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return new TerminateAutomationExecutionResult
        {
            Service = ControlService.ConductorOne,
            Target = id,
            Outcome = ControlOutcome.Applied,
            IsSettling = true,
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    /// <summary>
    /// Closes a tripped circuit breaker, so that new events start executions again; a decision also settles the paused
    /// executions in the background. Sent again after a lost answer only if the breaker is still tripped as it was before.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="decision">What becomes of the paused executions; <see langword="null"/> to leave them paused.</param>
    /// <param name="options">What may be said with it: a reason.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the breaker is closed, or was closed before.</returns>
    /// <exception cref="ArgumentException">The id, the decision, the reason or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var cleared = await conductorOne.ClearCircuitBreakerAsync("aut_backlog", PausedExecutionDecision.Run);
    /// await conductorOne.WaitAsync(cleared, TimeSpan.FromMinutes(10));
    /// </code>
    /// </example>
    public virtual async Task<ClearCircuitBreakerResult> ClearCircuitBreakerAsync(
        string automationId,
        PausedExecutionDecision? decision = null,
        ClearCircuitBreakerOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) => await _clearer.ClearAsync(
            RequestTemplate.RequireId(automationId, nameof(automationId)),
            decision,
            options?.Reason,
            _connection.TermsOf(callOptions),
            cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Disables an automation by hand: new events start nothing. Executions under way go on, paused ones stay paused, and the circuit breaker
    /// stays as it is. Applied, whether it was enabled before or not: the service's answer does not tell.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the automation is disabled.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    public virtual Task<UpdateAutomationResult> DisableAutomationAsync(
        string automationId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _switch.SetAsync(RequestTemplate.RequireId(automationId, nameof(automationId)), isEnabled: false, _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>
    /// Enables an automation that was disabled by hand: new events start executions again, those that came meanwhile do not. A tripped circuit
    /// breaker stays tripped. Applied, whether it was disabled before or not: the service's answer does not tell.
    /// </summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the automation is enabled.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    public virtual Task<UpdateAutomationResult> EnableAutomationAsync(
        string automationId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _switch.SetAsync(RequestTemplate.RequireId(automationId, nameof(automationId)), isEnabled: true, _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>
    /// Waits for background work that a resolve was answered with: until none of the automation's executions is paused any more that was
    /// paused before the service accepted. Later ones, which a tripped breaker goes on creating, are not waited for.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Verified, or still in flight with what a look found last.</returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual Task<WaitResult<PausedBacklogState>> WaitAsync(
        ResolvePausedResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return _backlog.WaitUntilSettledAsync(result, timeout, _connection.TermsOfWait(callOptions), cancellationToken);
    }

    /// <summary>
    /// Waits for what a clear leaves to be done. With a decision: until none of the automation's executions is paused any more that was paused
    /// before the service accepted. Without one nothing is left to be done, and a look shows whether the breaker stayed closed.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Verified, contradicted when the breaker has tripped again, or still in flight with what a look found last.</returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual Task<WaitResult<CircuitBreakerState>> WaitAsync(
        ClearCircuitBreakerResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return _clearer.WaitAsync(result, timeout, _connection.TermsOfWait(callOptions), cancellationToken);
    }

    /// <summary>
    /// Waits until an automation shows that it is enabled or disabled, as was asked.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// Verified, or still in flight with whether the automation was enabled when it was seen last; <see langword="null"/> while its circuit
    /// breaker is tripped, which shows it as disabled whatever was set.
    /// </returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual Task<WaitResult<bool?>> WaitAsync(
        UpdateAutomationResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        return _switch.WaitAsync(result, timeout, _connection.TermsOfWait(callOptions), cancellationToken);
    }

    /// <summary>
    /// Waits until an execution is terminated.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Verified, contradicted when it came to another end, or still in flight.</returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual Task<WaitResult<AutomationExecutionState>> WaitAsync(
        TerminateAutomationExecutionResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var id = RequestTemplate.RequireInt64Id(result.Target, nameof(result));
        var terms = _connection.TermsOfWait(callOptions);
        return _connection.Watch(ControlOperations.TerminateAutomationExecution, ControlOperations.GetAutomationExecution, terms, id).WaitAsync(
            async token => (await _reader.ObserveExecutionAsync(id, terms, token).ConfigureAwait(false)).State,
            static state => ControlOperations.TerminateAutomationExecution.Goal!.Judge(state.Value),
            unseen: default,
            timeout,
            cancellationToken);
    }

    /// <summary>Lists the tenant's automations, asking for pages as they are needed.</summary>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The automations.</returns>
    /// <exception cref="ArgumentException">A call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">A page could not be read, or the service repeated itself.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled, while a page was asked for.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual IAsyncEnumerable<Automation> ListAutomationsAsync(CallOptions? callOptions = null, CancellationToken cancellationToken = default) =>
        _reader.ListAutomationsAsync(_connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Searches the tenant's executions, asking for pages as they are needed.</summary>
    /// <param name="filter">Which to search for; <see langword="null"/> for all.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The executions.</returns>
    /// <exception cref="ArgumentException">A call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">A page could not be read, or the service repeated itself.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled, while a page was asked for.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual IAsyncEnumerable<AutomationExecution> ListAutomationExecutionsAsync(
        AutomationExecutionFilter? filter = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.ListExecutionsAsync(filter ?? new AutomationExecutionFilter(), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Reads an automation.</summary>
    /// <param name="automationId">The automation.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The automation.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual Task<Automation> GetAutomationAsync(
        string automationId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.GetAutomationAsync(RequestTemplate.RequireId(automationId, nameof(automationId)), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Reads an execution.</summary>
    /// <param name="executionId">The execution: a 64-bit integer, as a decimal string.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="ArgumentException">The id is no 64-bit integer, or a call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual Task<AutomationExecution> GetAutomationExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.GetExecutionAsync(RequestTemplate.RequireInt64Id(executionId, nameof(executionId)), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>
    /// Gets the access token that the next call would carry, for tools that make calls of their own. One request to the token endpoint at
    /// most, and none while a token is kept that is not near its end.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token. It is a secret.</returns>
    /// <exception cref="TokenRequestException">There is none to be had.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual Task<AccessToken> GetAccessTokenAsync(CancellationToken cancellationToken = default) => _connection.GetTokenAsync(cancellationToken);

    /// <summary>Lets go of the connections and the token.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the connections and the token.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }
    }

    /// <summary>Whether the breaker is tripped now. That it cannot be read takes nothing from what was settled.</summary>
    private async Task<bool?> IsTrippedAsync(string automationId, CallTerms terms, CancellationToken cancellationToken)
    {
        try
        {
            var automation = await _reader.ObserveAutomationAsync(automationId, terms, cancellationToken).ConfigureAwait(false);
            return automation.IsCircuitBreakerTripped;
        }
        catch (Exception exception) when (exception is ControlCallException or ControlCallCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }
}
