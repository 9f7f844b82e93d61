using System.Buffers.Text;
using System.Globalization;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.Codegen;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>
/// Builds the requests with which <see cref="CodegenClient"/> changes something, to be looked at. Nothing is sent, and the messages hold no
/// credential.
/// </summary>
public class CodegenRequests
{
    /// <summary>The service's largest page.</summary>
    internal const int PageSize = 100;

    private readonly ServerConnection _connection;
    private readonly CodegenApiClient _api;
    private readonly long _organizationId;
    private readonly RequestTemplate _resume;
    private readonly RequestTemplate _ban;
    private readonly RequestTemplate _unban;
    private readonly RequestTemplate _run;

    internal CodegenRequests(ServerConnection connection, long organizationId)
    {
        _connection = connection;
        _organizationId = organizationId;
        var api = _api = new CodegenApiClient(connection.Building);
        _resume = new(_ => api.V1.Organizations[organizationId].Agent.Run.Resume.ToPostRequestInformation(new()));
        _ban = new(_ => api.V1.Organizations[organizationId].Agent.Run.Ban.ToPostRequestInformation(new()));
        _unban = new(_ => api.V1.Organizations[organizationId].Agent.Run.Unban.ToPostRequestInformation(new()));
        _run = new(id => api.V1.Organizations[organizationId].Agent.Run[long.Parse(id, CultureInfo.InvariantCulture)].ToGetRequestInformation());
    }

    /// <summary>For mocks.</summary>
    protected CodegenRequests()
    {
        _connection = null!;
        _api = null!;
        _resume = _ban = _unban = _run = null!;
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
        CancellationToken cancellationToken = default) => _connection.ShowAsync(Resume(ResumeBody(agentRunId, prompt, options)), cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.BanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> BanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CancellationToken cancellationToken = default) => _connection.ShowAsync(Ban(StopBody(agentRunId, options)), cancellationToken);

    /// <summary>Builds the request of <see cref="CodegenClient.UnbanPullRequestChecksAsync"/>.</summary>
    /// <param name="agentRunId">The run's number; positive.</param>
    /// <param name="options">Which agents are meant; by default all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The number is not valid.</exception>
    public virtual Task<HttpRequestMessage> UnbanPullRequestChecksAsync(
        long agentRunId,
        PullRequestChecksOptions? options = null,
        CancellationToken cancellationToken = default) => _connection.ShowAsync(Unban(StopBody(agentRunId, options)), cancellationToken);

    internal HttpRequestMessage Resume(byte[] body) => _resume.Create(target: string.Empty, body);

    internal HttpRequestMessage Ban(byte[] body) => _ban.Create(target: string.Empty, body);

    internal HttpRequestMessage Unban(byte[] body) => _unban.Create(target: string.Empty, body);

    internal HttpRequestMessage Run(string id) => _run.Create(id);

    internal HttpRequestMessage RunPage(AgentRunFilter filter, int offset) => RequestTemplate.Create(
        _api.V1.Organizations[_organizationId].Agent.Runs.ToGetRequestInformation(configuration =>
        {
            configuration.QueryParameters.Skip = offset;
            configuration.QueryParameters.Limit = PageSize;
            configuration.QueryParameters.UserId = filter.UserId;
            configuration.QueryParameters.SourceType = filter.SourceType;
        }));

    /// <summary>What a resume says.</summary>
    internal static byte[] ResumeBody(long agentRunId, string prompt, ResumeAgentRunOptions? options)
    {
        RequireRunId(agentRunId);
        if (string.IsNullOrWhiteSpace(prompt))
        {
            throw new ArgumentException("The prompt is empty. Nothing was sent.", nameof(prompt));
        }

        return RequestTemplate.Body(new Wire.ResumeAgentRunInput
        {
            AgentRunId = agentRunId,
            Prompt = prompt,
            Images = options?.Images is { Count: > 0 } images ? [.. images.Select(image => RequireImage(image, nameof(options)))] : null,
        });
    }

    /// <summary>What a ban or an unban says.</summary>
    internal static byte[] StopBody(long agentRunId, PullRequestChecksOptions? options)
    {
        RequireRunId(agentRunId);
        return RequestTemplate.Body(new Wire.StopAgentRunInput
        {
            AgentRunId = agentRunId,
            BeforeCardOrderId = options?.BeforeCardOrderId,
            AfterCardOrderId = options?.AfterCardOrderId,
        });
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
