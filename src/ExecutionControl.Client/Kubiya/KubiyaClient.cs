using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Generated.Kubiya;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Resilience;
using Microsoft.Kiota.Abstractions;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Controls Kubiya's agent and team executions. Safe to use from many threads at once; make one and keep it, as it holds
/// connections.
/// </summary>
public class KubiyaClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly KubiyaApiClient _api;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public KubiyaClient(KubiyaClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiKey))
        {
            throw new ArgumentException("Kubiya takes one credential: an ApiKey or a TokenSource.", nameof(options));
        }

        _connection = new ServerConnection(
            options,
            ServerAddress.Require(options.ServerUrl ?? KubiyaClientOptions.DefaultServerUrl, nameof(options.ServerUrl)),
            _ => new StaticTokenSource(options.ApiKey!));
        _api = new KubiyaApiClient(_connection.Adapter);
    }

    /// <summary>For mocks.</summary>
    protected KubiyaClient()
    {
        _connection = null!;
        _api = null!;
    }

    /// <summary>Pauses a running execution, or one that waits for input; it can be resumed.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>That it was paused, or that it was paused already.</returns>
    /// <exception cref="ArgumentException">The id is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (in any other state it is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The caller gave up.</exception>
    public virtual async Task<ExecutionCommandResult> PauseAsync(string executionId, CancellationToken cancellationToken = default)
    {
        var id = TargetId.Require(executionId, nameof(executionId));
        return await CommandAsync(
            KubiyaOperations.Pause,
            id,
            async (attempt, token) => CommandAnswer.Read(
                await _api.Api.V1.Executions[id].Pause.PostAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false)),
            static status => status == ExecutionStatus.Paused,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads an execution's status.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="ArgumentException">The id is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    public virtual Task<Execution> GetAsync(string executionId, CancellationToken cancellationToken = default) =>
        ReadAsync(TargetId.Require(executionId, nameof(executionId)), limits: null, cancellationToken);

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

    private static ExecutionCommandResult Result(ControlOutcome outcome, string id, CommandAnswer? answer, ExecutionStatus? status) => new()
    {
        Service = ControlService.Kubiya,
        Target = id,
        Outcome = outcome,
        Status = answer?.Status ?? status,
        WorkflowId = answer?.WorkflowId,
        Message = answer?.Message ?? answer?.Error,
        Warning = answer?.Warning,
    };

    /// <summary>Makes a command and reads what its answer means, whatever the HTTP status says.</summary>
    private async Task<ExecutionCommandResult> CommandAsync(
        ControlOperation operation,
        string id,
        Func<Attempt, CancellationToken, Task<CommandAnswer>> send,
        Func<ExecutionStatus, bool> isGoal,
        CancellationToken cancellationToken)
    {
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<ExecutionCommandResult>
            {
                Operation = operation,
                Target = id,
                IsRefusal = answer => MalformedId.IsRefusal(answer, id),
                Send = async (attempt, token) => await send(attempt, token).ConfigureAwait(false) switch
                {
                    { Success: true } answer => Result(ControlOutcome.Applied, id, answer, null),
                    { Success: false, Status: { } status } answer when isGoal(status) => Result(ControlOutcome.AlreadySo, id, answer, status),
                    { Success: false } answer => throw new RefusedAnswerException(
                        RefusalReason.State,
                        answer.Error ?? answer.Message ?? $"the execution is {answer.Status?.Value ?? "in another state"}",
                        body: null),
                    _ => throw new UnreadableAnswerException("the answer does not say whether it was a success"),
                },
                Look = async token =>
                {
                    var execution = await ReadAsync(id, _connection.LookLimits, token).ConfigureAwait(false);
                    return new Sighting<ExecutionCommandResult>(
                        execution.Status.Value,
                        isGoal(execution.Status),
                        Result(ControlOutcome.Applied, id, answer: null, execution.Status));
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

    private async Task<Execution> ReadAsync(string id, CallLimits? limits, CancellationToken cancellationToken)
    {
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<Execution>
            {
                Operation = KubiyaOperations.Get,
                Target = id,
                Limits = limits,
                IsRefusal = answer => MalformedId.IsRefusal(answer, id),
                Send = async (attempt, token) =>
                {
                    var execution = await _api.Api.V1.Executions[id].GetAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return execution?.ToExecution() ?? throw new UnreadableAnswerException("the answer was empty");
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }
}
