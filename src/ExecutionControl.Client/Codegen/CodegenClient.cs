using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Generated.Codegen;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Resilience;
using Microsoft.Kiota.Abstractions;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Controls the agent runs of one Codegen organization. Safe to use from many threads at once; make one and keep it, as it
/// holds connections.
/// </summary>
public class CodegenClient : IDisposable
{
    private readonly ServerConnection _connection;
    private readonly CodegenApiClient _api;
    private readonly long _organizationId;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How to reach the service, and as whom.</param>
    /// <exception cref="ArgumentException">An option is missing, malformed or out of its range.</exception>
    public CodegenClient(CodegenClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.OrganizationId <= 0)
        {
            throw new ArgumentException("Codegen needs the OrganizationId, a positive number from the product's settings page.", nameof(options));
        }

        if (options.TokenSource is null == string.IsNullOrEmpty(options.ApiToken))
        {
            throw new ArgumentException("Codegen takes one credential: an ApiToken or a TokenSource.", nameof(options));
        }

        _organizationId = options.OrganizationId;
        _connection = new ServerConnection(
            options,
            ServerAddress.Require(options.ServerUrl ?? CodegenClientOptions.DefaultServerUrl, nameof(options.ServerUrl)),
            _ => new StaticTokenSource(options.ApiToken!));
        _api = new CodegenApiClient(_connection.Adapter);
    }

    /// <summary>For mocks.</summary>
    protected CodegenClient()
    {
        _connection = null!;
        _api = null!;
    }

    /// <summary>
    /// Lets a paused run go on with a further prompt. Every accepted call adds a prompt, so this is never sent a second time
    /// when an attempt may have been accepted: it then ends unknown, and is not safe to repeat.
    /// </summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="prompt">What the agent is told; not empty.</param>
    /// <param name="images">Images for the agent, each a data URI with base64 content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The run as the service showed it when it had accepted.</returns>
    /// <exception cref="ArgumentException">The number, the prompt or an image is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It was refused (a run that is not paused is), not applied, or nobody knows.</exception>
    /// <exception cref="ControlCallCanceledException">The caller gave up.</exception>
    public virtual async Task<ResumeAgentRunResult> ResumeAsync(
        long agentRunId,
        string prompt,
        IReadOnlyList<string>? images = null,
        CancellationToken cancellationToken = default)
    {
        RequireRunId(agentRunId);
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new ArgumentException("The prompt is empty. Nothing was sent.", nameof(prompt));
        }

        var body = new Wire.ResumeAgentRunInput
        {
            AgentRunId = agentRunId,
            Prompt = prompt,
            Images = images is { Count: > 0 } ? [.. images.Select(image => ImageDataUri.Require(image, nameof(images)))] : null,
        };
        var target = Text(agentRunId);
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<AgentRun>
            {
                Operation = CodegenOperations.Resume,
                Target = target,
                Send = async (attempt, token) =>
                {
                    var run = await _api.V1.Organizations[_organizationId].Agent.Run.Resume
                        .PostAsync(body, attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return Require(run, agentRunId);
                },
                Look = async token => new Sighting<AgentRun>((await ReadAsync(agentRunId, _connection.LookLimits, token).ConfigureAwait(false)).Status.Value),
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

    /// <summary>Reads a run.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">The number is not valid; nothing was sent.</exception>
    /// <exception cref="ControlCallException">It could not be read.</exception>
    public virtual Task<AgentRun> GetAsync(long agentRunId, CancellationToken cancellationToken = default)
    {
        RequireRunId(agentRunId);
        return ReadAsync(agentRunId, limits: null, cancellationToken);
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

    private static void RequireRunId(long agentRunId)
    {
        if (agentRunId <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(agentRunId), agentRunId, "The number of an agent run is positive. Nothing was sent.");
        }
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static AgentRun Require(Wire.AgentRunResponse? response, long agentRunId)
    {
        var run = response?.ToAgentRun() ?? throw new UnreadableAnswerException("the answer was empty");
        return run.Id == agentRunId ? run : throw new UnreadableAnswerException($"the answer is about run {Text(run.Id)}");
    }

    private async Task<AgentRun> ReadAsync(long agentRunId, CallLimits? limits, CancellationToken cancellationToken)
    {
        var completed = await _connection.Executor.ExecuteAsync(
            new ControlCall<AgentRun>
            {
                Operation = CodegenOperations.Get,
                Target = Text(agentRunId),
                Limits = limits,
                Send = async (attempt, token) =>
                {
                    var run = await _api.V1.Organizations[_organizationId].Agent.Run[agentRunId]
                        .GetAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return Require(run, agentRunId);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }
}
