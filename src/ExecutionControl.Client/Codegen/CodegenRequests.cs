using System.Buffers.Text;
using System.Globalization;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.Codegen;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Builds the requests with which <see cref="CodegenClient"/> changes something, to be looked at. Nothing is sent, and the messages hold no
/// credential.
/// </summary>
public class CodegenRequests
{
    private readonly CodegenApiClient _api;
    private readonly ServerConnection _connection;
    private readonly long _organizationId;

    internal CodegenRequests(ServerConnection connection, CodegenApiClient api, long organizationId)
    {
        _connection = connection;
        _api = api;
        _organizationId = organizationId;
    }

    /// <summary>For mocks.</summary>
    protected CodegenRequests()
    {
        _connection = null!;
        _api = null!;
    }

    /// <summary>Builds the request of <see cref="CodegenClient.ResumeAgentRunAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="prompt">What the agent is told; not empty.</param>
    /// <param name="options">What may go with it: images.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number, the prompt or an image is not valid.</exception>
    public virtual Task<HttpRequestMessage> ResumeAgentRunAsync(
        long agentRunId,
        string prompt,
        ResumeAgentRunOptions? options = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Resume.ToPostRequestInformation(ResumeBody(agentRunId, prompt, options)),
            cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.BanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> BanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Ban.ToPostRequestInformation(StopBody(agentRunId, options)),
            cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.UnbanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> UnbanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Unban.ToPostRequestInformation(StopBody(agentRunId, options)),
            cancellationToken);

    /// <summary>What a resume says.</summary>
    internal static Wire.ResumeAgentRunInput ResumeBody(long agentRunId, string prompt, ResumeAgentRunOptions? options)
    {
        RequireRunId(agentRunId);
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new ArgumentException("The prompt is empty. Nothing was sent.", nameof(prompt));
        }

        return new Wire.ResumeAgentRunInput
        {
            AgentRunId = agentRunId,
            Prompt = prompt,
            Images = options?.Images is { Count: > 0 } images ? [.. images.Select(image => RequireImage(image, nameof(options)))] : null,
        };
    }

    /// <summary>What a ban or an unban says.</summary>
    internal static Wire.StopAgentRunInput StopBody(long agentRunId, PullRequestChecksOptions? options)
    {
        RequireRunId(agentRunId);
        return new Wire.StopAgentRunInput
        {
            AgentRunId = agentRunId,
            BeforeCardOrderId = options?.BeforeCardOrderId,
            AfterCardOrderId = options?.AfterCardOrderId,
        };
    }

    internal static void RequireRunId(long agentRunId)
    {
        if (agentRunId <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(agentRunId), agentRunId, "The number of an agent run is positive. Nothing was sent.");
        }
    }

    /// <summary>The number of an agent run that stands in a result.</summary>
    internal static long RunId(string target, string parameterName) =>
        long.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new ArgumentException("The result's target is no agent run: its number is positive. Nothing was sent.", parameterName);

    /// <summary>Codegen takes images as data URIs with base64 content.</summary>
    private static string RequireImage(string? image, string parameterName)
    {
        var comma = image?.IndexOf(',', StringComparison.Ordinal) ?? -1;
        var isDataUri = image is not null
            && image.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase)
            && comma > 0
            && image.AsSpan(0, comma + 1).EndsWith(";base64,", StringComparison.OrdinalIgnoreCase)
            && comma + 1 < image.Length
            && Base64.IsValid(image.AsSpan(comma + 1));
        return isDataUri
            ? image!
            : throw new ArgumentException(
                "An image must be a data URI with base64 content, such as data:image/png;base64,…. Nothing was sent.",
                parameterName);
    }
}
