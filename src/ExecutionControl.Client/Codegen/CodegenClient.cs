using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Controls the agent runs of one Codegen organization. Safe to use from many threads at once; make one and keep it, as it
/// holds connections.
/// </summary>
/// <example>
/// <code>
/// using var codegen = new CodegenClient(new CodegenClientOptions { OrganizationId = 42, ApiToken = apiToken });
/// await foreach (var run in codegen.ListAgentRunsAsync(new AgentRunFilter { SourceType = "SLACK" }))
/// {
///     Console.WriteLine($"{run.Id}: {run.State}");
/// }
/// </code>
/// </example>
public class CodegenClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly CodegenRequests _requests;
    private readonly CodegenReader _reader;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public CodegenClient(CodegenClientOptions options)
        : this(options, handlers: null)
    {
    }

    internal CodegenClient(CodegenClientOptions options, ConnectionHandlers? handlers)
    {
        ArgumentNullException.ThrowIfNull(options);
        _connection = new ServerConnection(options, CodegenCredential.Resolve(options), handlers);
        Requests = _requests = new CodegenRequests(_connection, options.OrganizationId);
        _reader = new CodegenReader(_connection, _requests, options.OrganizationId);
    }

    /// <summary>For mocks.</summary>
    protected CodegenClient()
    {
        _connection = null!;
        _requests = null!;
        _reader = null!;
        Requests = null!;
    }

    /// <summary>The requests that would be sent, to be looked at.</summary>
    public virtual CodegenRequests Requests { get; }

    /// <summary>
    /// Lets a paused run go on with a further prompt. Every accepted call adds a prompt, so this is never sent a second time
    /// when an attempt may have been accepted: it then ends unknown, and is not safe to repeat.
    /// </summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="prompt">What the agent is told; not empty.</param>
    /// <param name="options">What may go with it: images.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The run as the service showed it when it had accepted.</returns>
    /// <exception cref="ArgumentException">The number, the prompt an image or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (a run that is not paused is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var resumed = await codegen.ResumeAgentRunAsync(101, "go on, but leave the database alone");
    /// var seen = await codegen.WaitAsync(resumed, TimeSpan.FromMinutes(5));
    /// Console.WriteLine($"{seen.Outcome}: {seen.State}");
    /// </code>
    /// </example>
    public virtual async Task<ResumeAgentRunResult> ResumeAgentRunAsync(
        long agentRunId,
        string prompt,
        ResumeAgentRunOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        var terms = _connection.TermsOf(callOptions);
        var body = CodegenRequests.ResumeBody(agentRunId, prompt, options);
        var target = CodegenReader.Text(agentRunId);
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<AgentRun>
            {
                Operation = ControlOperations.ResumeAgentRun,
                Target = target,
                Terms = terms,
                Request = () => _requests.Resume(body),
                Read = answer => _reader.Require(answer.GetObjectValue(Wire.AgentRunResponse.CreateFromDiscriminatorValue), agentRunId),
                Observe = async token => new Observation<AgentRun>(await ObserveStateAsync(agentRunId, terms, token).ConfigureAwait(false)),
            },
            cancellationToken).ConfigureAwait(false);
        return new ResumeAgentRunResult
        {
            Service = ControlService.Codegen,
            Target = target,
            Outcome = ControlOutcome.Applied,
            Run = completed.Value,
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }

    /// <summary>
    /// Stops the agents that work on the run's pull request, and lets later checks of it start none. The service has no other
    /// stop. The whole pull request is meant, not the one run.
    /// </summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the service took it.</returns>
    /// <exception cref="ArgumentException">The number or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    /// <example>
    /// <code>
    /// var banned = await codegen.BanPullRequestChecksAsync(102);
    /// Console.WriteLine(banned.Outcome);
    /// </code>
    /// </example>
    public virtual Task<PullRequestChecksResult> BanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) => StopAsync(
            ControlOperations.BanPullRequestChecks,
            agentRunId,
            options,
            _connection.TermsOf(callOptions),
            _requests.Ban,
            cancellationToken);

    /// <summary>Takes a ban back, so that later checks may start agents again; what was stopped stays stopped.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>That the service took it.</returns>
    /// <exception cref="ArgumentException">The number or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused, not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; nothing can have changed.</exception>
    public virtual Task<PullRequestChecksResult> UnbanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) => StopAsync(
            ControlOperations.UnbanPullRequestChecks,
            agentRunId,
            options,
            _connection.TermsOf(callOptions),
            _requests.Unban,
            cancellationToken);

    /// <summary>
    /// Waits until a run goes on after it was resumed: any state that is known and neither paused nor a failed end.
    /// </summary>
    /// <param name="result">What the call came to; one that was kept as JSON will do.</param>
    /// <param name="timeout">
    /// How long to wait, a look that is under way then included: zero for one look, <see cref="Timeout.InfiniteTimeSpan"/> for ever.
    /// </param>
    /// <param name="callOptions">What each look goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Verified, contradicted when the run failed, was stopped or ran out of something, or still in flight.</returns>
    /// <exception cref="ArgumentException">The result names no target, the time is negative, or an option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">The service lets nobody look.</exception>
    /// <exception cref="ControlCallCanceledException">The wait was cancelled, in a look or between two; what the service accepted before stands.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile; what the service accepted before stands.</exception>
    public virtual Task<WaitResult<AgentRunState>> WaitAsync(
        ResumeAgentRunResult result,
        TimeSpan timeout,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        var id = CodegenRequests.RunId(result.Target, nameof(result));
        var terms = _connection.TermsOfWait(callOptions);
        return _connection.Watch(ControlOperations.ResumeAgentRun, ControlOperations.GetAgentRun, terms, result.Target).WaitAsync(
            async token => (await _reader.GetAsync(id, terms, token).ConfigureAwait(false)).State,
            static state => ControlOperations.ResumeAgentRun.Goal!.Judge(state.Value),
            unseen: default,
            timeout,
            cancellationToken);
    }

    /// <summary>Lists the organization's runs, newest first, asking for pages as they are needed.</summary>
    /// <param name="filter">Which to list; <see langword="null"/> for all.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The runs.</returns>
    /// <exception cref="ArgumentException">A call option is out of its bounds; nothing was sent.</exception>
    /// <exception cref="ControlCallException">A page could not be read, or the service repeated itself.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled, while a page was asked for.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual IAsyncEnumerable<AgentRun> ListAgentRunsAsync(
        AgentRunFilter? filter = null,
        CallOptions? callOptions = null,
        CancellationToken cancellationToken = default) =>
        _reader.ListAsync(filter ?? new AgentRunFilter(), _connection.TermsOf(callOptions), cancellationToken);

    /// <summary>Reads a run.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="callOptions">What this call goes by in place of the client's options.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">The number or a call option is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    /// <exception cref="ControlCallCanceledException">The call was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of, before or meanwhile.</exception>
    public virtual Task<AgentRun> GetAgentRunAsync(long agentRunId, CallOptions? callOptions = null, CancellationToken cancellationToken = default)
    {
        CodegenRequests.RequireRunId(agentRunId);
        return _reader.GetAsync(agentRunId, _connection.TermsOf(callOptions), cancellationToken);
    }

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

    private async Task<string> ObserveStateAsync(long agentRunId, CallTerms terms, CancellationToken cancellationToken) =>
        (await _reader.GetAsync(agentRunId, terms.ForLooks, cancellationToken).ConfigureAwait(false)).State.Value;

    private async Task<PullRequestChecksResult> StopAsync(
        ControlOperation operation,
        long agentRunId,
        PullRequestChecksOptions? options,
        CallTerms terms,
        Func<byte[], HttpRequestMessage> request,
        CancellationToken cancellationToken)
    {
        var body = CodegenRequests.StopBody(agentRunId, options);
        var target = CodegenReader.Text(agentRunId);
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<bool>
            {
                Operation = operation,
                Target = target,
                Terms = terms,
                Request = () => request(body),

                // The answer is free-form: that it is JSON and a success is all it says.
                Read = static _ => true,
                Observe = async token => new Observation<bool>(await ObserveStateAsync(agentRunId, terms, token).ConfigureAwait(false)),
            },
            cancellationToken).ConfigureAwait(false);
        return new PullRequestChecksResult
        {
            IsBanned = operation == ControlOperations.BanPullRequestChecks,
            Service = ControlService.Codegen,
            Target = target,
            Outcome = ControlOutcome.Applied,
            Attempts = completed.Attempts,
            HadUnclearAttempt = completed.HadUnclearAttempt,
            RequestId = completed.RequestId,
        };
    }
}
