using System.Globalization;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.Kubiya;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Kubiya.Models;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Builds the requests with which <see cref="KubiyaClient"/> changes something, to be looked at. Nothing is sent, and the messages hold no
/// credential.
/// </summary>
public class KubiyaRequests
{
    /// <summary>The service's limit, in characters.</summary>
    private const int MaxReasonLength = 500;

    internal const int PageSize = 100;

    private readonly ServerConnection _connection;
    private readonly KubiyaApiClient _api;
    private readonly RequestTemplate _pause;
    private readonly RequestTemplate _resume;
    private readonly RequestTemplate _cancel;
    private readonly RequestTemplate _terminate;
    private readonly RequestTemplate _execution;

    internal KubiyaRequests(ServerConnection connection)
    {
        _connection = connection;
        var api = _api = new KubiyaApiClient(connection.Building);
        _pause = new(id => api.Api.V1.Executions[id].Pause.ToPostRequestInformation());
        _resume = new(id => api.Api.V1.Executions[id].Resume.ToPostRequestInformation());
        _cancel = new(id => api.Api.V1.Executions[id].Cancel.ToPostRequestInformation());
        _terminate = new(id => api.Api.V1.Executions[id].Terminate.ToPostRequestInformation(new()));
        _execution = new(id => api.Api.V1.Executions[id].ToGetRequestInformation());
    }

    /// <summary>For mocks.</summary>
    protected KubiyaRequests()
    {
        _connection = null!;
        _api = null!;
        _pause = _resume = _cancel = _terminate = _execution = null!;
    }

    /// <summary>Builds the request of <see cref="KubiyaClient.PauseExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> PauseExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.ShowAsync(Pause(RequestTemplate.RequireId(executionId, nameof(executionId))), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.ResumeExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> ResumeExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.ShowAsync(Resume(RequestTemplate.RequireId(executionId, nameof(executionId))), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.CancelExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> CancelExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.ShowAsync(Cancel(RequestTemplate.RequireId(executionId, nameof(executionId))), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.TerminateExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="reason">Why, kept with the workflow; 1 to 500 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id or the reason is not valid.</exception>
    public virtual Task<HttpRequestMessage> TerminateExecutionAsync(string executionId, string reason, CancellationToken cancellationToken = default) =>
        _connection.ShowAsync(Terminate(RequestTemplate.RequireId(executionId, nameof(executionId)), TerminateBody(reason)), cancellationToken);

    /// <summary>What a termination says.</summary>
    internal static byte[] TerminateBody(string reason) => RequestTemplate.Body(new Wire.TerminateExecutionRequest { Reason = RequireReason(reason) });

    internal HttpRequestMessage Pause(string id) => _pause.Create(id);

    internal HttpRequestMessage Resume(string id) => _resume.Create(id);

    internal HttpRequestMessage Cancel(string id) => _cancel.Create(id);

    internal HttpRequestMessage Terminate(string id, byte[] body) => _terminate.Create(id, body);

    internal HttpRequestMessage Execution(string id) => _execution.Create(id);

    internal HttpRequestMessage ExecutionPage(KubiyaExecutionFilter filter, int offset) => RequestTemplate.Create(
        _api.Api.V1.Executions.ToGetRequestInformation(configuration =>
        {
            configuration.QueryParameters.Skip = offset;
            configuration.QueryParameters.Limit = PageSize;
            configuration.QueryParameters.StatusFilter = filter.State?.Value;
        }));

    private static string RequireReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ArgumentException("Kubiya terminates only with a reason, and none was given. Nothing was sent.", nameof(reason));
        }

        // The service counts Unicode characters, .NET's Length counts UTF-16 units.
        var length = reason.EnumerateRunes().Count();
        return length <= MaxReasonLength
            ? reason
            : throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reason is {length} characters long; the service takes {MaxReasonLength}. Nothing was sent."),
                nameof(reason));
    }
}
