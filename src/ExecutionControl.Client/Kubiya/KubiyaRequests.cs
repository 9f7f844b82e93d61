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

    private readonly KubiyaApiClient _api;
    private readonly ServerConnection _connection;

    internal KubiyaRequests(ServerConnection connection, KubiyaApiClient api)
    {
        _connection = connection;
        _api = api;
    }

    /// <summary>For mocks.</summary>
    protected KubiyaRequests()
    {
        _connection = null!;
        _api = null!;
    }

    /// <summary>Builds the request of <see cref="KubiyaClient.PauseExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> PauseExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.BuildAsync(_api.Api.V1.Executions[TargetId.Require(executionId, nameof(executionId))].Pause.ToPostRequestInformation(), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.ResumeExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> ResumeExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.BuildAsync(_api.Api.V1.Executions[TargetId.Require(executionId, nameof(executionId))].Resume.ToPostRequestInformation(), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.CancelExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id is not valid.</exception>
    public virtual Task<HttpRequestMessage> CancelExecutionAsync(string executionId, CancellationToken cancellationToken = default) =>
        _connection.BuildAsync(_api.Api.V1.Executions[TargetId.Require(executionId, nameof(executionId))].Cancel.ToPostRequestInformation(), cancellationToken);

    /// <summary>Builds the request of <see cref="KubiyaClient.TerminateExecutionAsync"/>.</summary>
    /// <param name="executionId">The execution, a UUID.</param>
    /// <param name="reason">Why, kept with the workflow; 1 to 500 characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The request.</returns>
    /// <exception cref="ArgumentException">The id or the reason is not valid.</exception>
    public virtual Task<HttpRequestMessage> TerminateExecutionAsync(string executionId, string reason, CancellationToken cancellationToken = default) =>
        _connection.BuildAsync(
            _api.Api.V1.Executions[TargetId.Require(executionId, nameof(executionId))].Terminate.ToPostRequestInformation(TerminateBody(reason)),
            cancellationToken);

    /// <summary>What a termination says.</summary>
    internal static Wire.TerminateExecutionRequest TerminateBody(string reason) => new() { Reason = RequireReason(reason) };

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
