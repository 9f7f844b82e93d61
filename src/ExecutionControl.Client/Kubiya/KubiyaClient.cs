using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Controls Kubiya's agent and team executions. Safe to use from many threads at once; make one and keep it, as it holds
/// connections.
/// </summary>
/// <example>
/// <code>
/// using var kubiya = new KubiyaClient(new KubiyaClientOptions { ApiKey = apiKey });
/// await foreach (var execution in kubiya.ListExecutionsAsync(new KubiyaExecutionFilter { State = KubiyaExecutionState.Running }))
/// {
///     Console.WriteLine($"{execution.Id}: {execution.EntityName}");
/// }
/// </code>
/// </example>
public class KubiyaClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly KubiyaRequests _requests;
    private readonly KubiyaReader _reader;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public KubiyaClient(KubiyaClientOptions options)
        : this(options, handlers: null)
    {
    }

    internal KubiyaClient(KubiyaClientOptions options, ConnectionHandlers? handlers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connection = new ServerConnection(options, KubiyaCredential.Resolve(options), handlers);
        Requests = _requests = new KubiyaRequests(_connection);
        _reader = new KubiyaReader(_connection, _requests);
    }

    /// <summary>For mocks.</summary>
    protected KubiyaClient()
    {
        _connection = null!;
        _requests = null!;
        _reader = null!;
        Requests = null!;
    }

    /// <summary>The requests that would be sent, to be looked at.</summary>
    public virtual KubiyaRequests Requests { get; }

    /// <summary>Pauses a running execution, or one that waits for input; it can be resumed.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That it was paused, or that it was paused already.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (in any other state it is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var paused = await kubiya.PauseExecutionAsync("11111111-1111-4111-8111-111111111111", new CallOptions { CorrelationId = "ticket-4711" });
    /// var seen = await kubiya.WaitAsync(paused, TimeSpan.FromSeconds(30));
    /// Console.WriteLine($"{paused.Outcome}, {seen.Outcome}: {seen.State}");
    /// </code>
    /// </example>
    public virtual Task<KubiyaExecutionCommandResult> PauseExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var id = RequestTemplate.RequireId(executionId, nameof(executionId));
        return CommandAsync(
            ControlOperations.PauseExecution,
            KubiyaExecutionCommand.Pause,
            id,
            _connection.TermsOf(callOptions),
            () => _requests.Pause(id),
            CommandAnswer.Read,
            cancellationToken);
    }

    /// <summary>Lets a paused execution go on.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That it goes on, or that it was not paused but running or waiting for input.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (in any other state it is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    public virtual Task<KubiyaExecutionCommandResult> ResumeExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var id = RequestTemplate.RequireId(executionId, nameof(executionId));
        return CommandAsync(
            ControlOperations.ResumeExecution,
            KubiyaExecutionCommand.Resume,
            id,
            _connection.TermsOf(callOptions),
            () => _requests.Resume(id),
            CommandAnswer.Read,
            cancellationToken);
    }

    /// <summary>Stops a running execution for good, or one that waits for input. Not a paused one: terminate that.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// That it was cancelled, or that it had been stopped before. With a <see cref="ControlResult.Warning"/> the service took it but could not
    /// reach the workflow, which may still run.
    /// </returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (in any other state it is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    public virtual Task<KubiyaExecutionCommandResult> CancelExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var id = RequestTemplate.RequireId(executionId, nameof(executionId));
        return CommandAsync(
            ControlOperations.CancelExecution,
            KubiyaExecutionCommand.Cancel,
            id,
            _connection.TermsOf(callOptions),
            () => _requests.Cancel(id),
            CommandAnswer.Read,
            cancellationToken);
    }

    /// <summary>Stops an execution for good at once, in any state that is not final, without letting it clean up.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="reason">Why, kept with the workflow; 1 to 500 characters.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That it was terminated.</returns>
    /// <exception cref="ArgumentException">The id, the reason or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// try
    /// {
    ///     await kubiya.TerminateExecutionAsync("22222222-2222-4222-8222-222222222222", "stuck since Monday");
    /// }
    /// catch (ControlCallUnknownException exception)
    /// {
    ///     Console.Error.WriteLine($"{exception.Message} Safe to repeat: {exception.SafeToRepeat}");
    /// }
    /// </code>
    /// </example>
    public virtual Task<KubiyaExecutionCommandResult> TerminateExecutionAsync(
        string executionId,
        string reason,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var id = RequestTemplate.RequireId(executionId, nameof(executionId));
        var body = KubiyaRequests.TerminateBody(reason);
        return CommandAsync(
            ControlOperations.TerminateExecution,
            KubiyaExecutionCommand.Terminate,
            id,
            _connection.TermsOf(callOptions),
            () => _requests.Terminate(id, body),
            CommandAnswer.ReadTermination,
            cancellationToken);
    }

    /// <summary>
    /// Waits until an execution shows the effect of a command. One that was accepted with a warning is never verified: the
    /// state says what was asked for, while the workflow behind it may still run.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Verified, contradicted when the execution came to another end, or still in flight.</returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual async Task<WaitResult<KubiyaExecutionState>> WaitAsync(
        KubiyaExecutionCommandResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var id = RequestTemplate.RequireId(result.Target, nameof(result));
        var operation = result.Operation ?? throw new ArgumentException("The result names no command. Nothing was sent.", nameof(result));
        var terms = _connection.TermsOfWait(callOptions);
        var seen = await _connection.Watch(operation, ControlOperations.GetExecution, terms, id).WaitAsync(
            async token => (await _reader.ObserveAsync(id, terms, token).ConfigureAwait(false)).State,
            state => operation.Goal!.Judge(state.Value),
            unseen: default,
            timeout,
            cancellationToken).ConfigureAwait(false);
        return result.Warning is not null && seen.Outcome == WaitOutcome.Verified ? seen with { Outcome = WaitOutcome.StillInFlight } : seen;
    }

    /// <summary>Lists the executions, newest first, asking for pages as they are needed.</summary>
    /// <param name="filter">Which to list; <see langword="null"/> for all.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The executions.</returns>
    /// <exception cref="ArgumentException">A call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">A page could not be read, or the service repeated itself.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled, while a page was asked for.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual IAsyncEnumerable<KubiyaExecution> ListExecutionsAsync(
        KubiyaExecutionFilter? filter = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.ListAsync(filter ?? new KubiyaExecutionFilter(), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Reads an execution.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="ArgumentException">The id or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual Task<KubiyaExecution> GetExecutionAsync(
        string executionId,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.GetAsync(RequestTemplate.RequireId(executionId, nameof(executionId)), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Lets go of the connections.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the connections.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection?.Dispose();
        }
    }

    private static KubiyaExecutionCommandResult Result(
        ControlOutcome outcome,
        KubiyaExecutionCommand command,
        string id,
        CommandAnswer? answer,
        KubiyaExecutionState? state) => new()
        {
            Command = command,
            Service = ControlService.Kubiya,
            Target = id,
            Outcome = outcome,
            State = answer?.State ?? state,
            WorkflowId = answer?.WorkflowId,
            Message = answer?.Message ?? answer?.Error,
            Warning = answer?.Warning,
        };

    /// <summary>Makes a command and reads what its answer means, whatever the HTTP status says.</summary>
    private async Task<KubiyaExecutionCommandResult> CommandAsync(
        ControlOperation operation,
        KubiyaExecutionCommand command,
        string id,
        CallTerms terms,
        Func<HttpRequestMessage> request,
        Func<AnswerParseNode, CommandAnswer> read,
        CancellationToken cancellationToken)
    {
        var goal = operation.Goal!;
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<KubiyaExecutionCommandResult>
            {
                Operation = operation,
                Target = id,
                Terms = terms,
                IsRefusal = answer => MalformedId.IsRefusal(answer, id),
                Request = request,
                Read = answered => read(answered) switch
                {
                    { Success: true } answer => Result(ControlOutcome.Applied, command, id, answer, null),
                    { Success: false, State: { } state } answer when goal.IsProvenBy(state.Value) =>
                        Result(ControlOutcome.AlreadySo, command, id, answer, state),
                    { Success: false } answer => throw new RefusedAnswerException(
                        RefusalReason.State,
                        answer.Error ?? answer.Message ?? $"the execution is {answer.State?.Value ?? "in another state"}"),
                    _ => throw new UnreadableAnswerException("the answer does not say whether it was a success"),
                },
                Observe = async token =>
                {
                    var execution = await _reader.ObserveAsync(id, terms, token).ConfigureAwait(false);
                    return new Observation<KubiyaExecutionCommandResult>(
                        execution.State.Value,
                        goal.IsProvenBy(execution.State.Value),
                        Result(ControlOutcome.Applied, command, id, answer: null, execution.State));
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value with
        {
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }
}
