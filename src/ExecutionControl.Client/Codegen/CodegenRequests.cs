using System.Buffers.Text;
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
    /// <param name="images">Images for the agent, each a data URI with base64 content.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number, the prompt or an image is not valid.</exception>
    public virtual Task<HttpRequestMessage> ResumeAgentRunAsync(
        long agentRunId,
        string prompt,
        IReadOnlyList<string>? images = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Resume.ToPostRequestInformation(ResumeBody(agentRunId, prompt, images)),
            cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.BanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="beforeCardOrderId">Only agents before this card; <see langword="null"/> for all.</param>
    /// <param name="afterCardOrderId">Only agents after this card; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> BanPullRequestChecksAsync(
        long agentRunId,
        string? beforeCardOrderId = null,
        string? afterCardOrderId = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Ban.ToPostRequestInformation(StopBody(agentRunId, beforeCardOrderId, afterCardOrderId)),
            cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.UnbanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="beforeCardOrderId">Only agents before this card; <see langword="null"/> for all.</param>
    /// <param name="afterCardOrderId">Only agents after this card; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> UnbanPullRequestChecksAsync(
        long agentRunId,
        string? beforeCardOrderId = null,
        string? afterCardOrderId = null,
        CancellationToken cancellationToken = default) => _connection.BuildAsync(
            _api.V1.Organizations[_organizationId].Agent.Run.Unban.ToPostRequestInformation(StopBody(agentRunId, beforeCardOrderId, afterCardOrderId)),
            cancellationToken);

    /// <summary>What a resume says.</summary>
    internal static Wire.ResumeAgentRunInput ResumeBody(long agentRunId, string prompt, IReadOnlyList<string>? images)
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
            Images = images is { Count: > 0 } ? [.. images.Select(image => RequireImage(image, nameof(images)))] : null,
        };
    }

    /// <summary>What a ban or an unban says.</summary>
    internal static Wire.StopAgentRunInput StopBody(long agentRunId, string? beforeCardOrderId, string? afterCardOrderId)
    {
        RequireRunId(agentRunId);
        return new Wire.StopAgentRunInput { AgentRunId = agentRunId, BeforeCardOrderId = beforeCardOrderId, AfterCardOrderId = afterCardOrderId };
    }

    internal static void RequireRunId(long agentRunId)
    {
        if (agentRunId <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(agentRunId), agentRunId, "The number of an agent run is positive. Nothing was sent.");
        }
    }

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
