using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Kubiya.Models;

namespace ExecutionControl.Client.Kubiya;

/// <summary>Reads executions, one or a page at a time.</summary>
internal sealed class KubiyaReader(ServerConnection connection, KubiyaRequests requests)
{
    /// <summary>Reads an execution as evidence of what became of it: an answer about another one is none.</summary>
    public Task<KubiyaExecution> ObserveAsync(string id, CallTerms terms, CancellationToken cancellationToken) =>
        GetAsync(id, terms.ForLooks, execution => Require(execution, id), cancellationToken);

    public Task<KubiyaExecution> GetAsync(string id, CallTerms terms, CancellationToken cancellationToken) =>
        GetAsync(id, terms, static execution => execution, cancellationToken);

    private async Task<KubiyaExecution> GetAsync(
        string id,
        CallTerms terms,
        Func<KubiyaExecution, KubiyaExecution> require,
        CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<KubiyaExecution>
            {
                Operation = ControlOperations.GetExecution,
                Target = id,
                Kind = terms.IsLook ? CallKind.Look : CallKind.Call,
                Terms = terms,
                IsRefusal = answer => MalformedId.IsRefusal(answer, id),
                Request = () => requests.Execution(id),
                Read = answer => require(answer.GetObjectValue(Wire.ExecutionResponse.CreateFromDiscriminatorValue)?.ToExecution()
                    ?? throw new UnreadableAnswerException("the answer was empty")),
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    public IAsyncEnumerable<KubiyaExecution> ListAsync(
        KubiyaExecutionFilter filter,
        CallTerms terms,
        CancellationToken cancellationToken) => Pages.ByOffsetAsync(
        connection.Executor.Telemetry,
        terms,
        ControlOperations.ListExecutions,
        connection.Server.Authority,
        KubiyaRequests.PageSize,
        static execution => execution.Id,
        (offset, token) => GetPageAsync(filter, offset, terms, token),
        cancellationToken);

    /// <summary>Returns the execution if it is the one that was asked about, in whichever form of a UUID.</summary>
    private static KubiyaExecution Require(KubiyaExecution execution, string id) =>
        string.Equals(execution.Id, id, StringComparison.OrdinalIgnoreCase)
        || !Guid.TryParse(execution.Id, out var given)
        || !Guid.TryParse(id, out var asked)
        || given == asked
            ? execution
            : throw new UnreadableAnswerException($"the answer is about execution {given}");

    private async Task<(IReadOnlyList<KubiyaExecution> Rows, long? Total)> GetPageAsync(
        KubiyaExecutionFilter filter,
        int offset,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<(IReadOnlyList<KubiyaExecution> Rows, long? Total)>
            {
                Operation = ControlOperations.ListExecutions,
                Target = connection.Server.Authority,
                Kind = CallKind.Page,
                Terms = terms,
                Request = () => requests.ExecutionPage(filter, offset),
                Read = static answer =>
                {
                    var page = answer.GetCollectionOfObjectValues(Wire.ExecutionResponse.CreateFromDiscriminatorValue)
                        ?? throw new UnreadableAnswerException("the answer was empty");
                    return ([.. page.Select(KubiyaModels.ToExecution)], null);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }
}
