using System.Globalization;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>Reads agent runs, one or a page at a time.</summary>
internal sealed class CodegenReader(ServerConnection connection, CodegenRequests requests, long organizationId)
{
    /// <summary>Returns the run in an answer if it is the one that was asked about.</summary>
    public AgentRun Require(Wire.AgentRunResponse? response, long agentRunId)
    {
        var run = response?.ToAgentRun(organizationId) ?? throw new UnreadableAnswerException("the answer was empty");
        return run.Id == agentRunId ? run : throw new UnreadableAnswerException($"the answer is about run {Text(run.Id)}");
    }

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public async Task<AgentRun> GetAsync(long agentRunId, CallTerms terms, CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<AgentRun>
            {
                Operation = ControlOperations.GetAgentRun,
                Target = Text(agentRunId),
                Kind = terms.IsLook ? CallKind.Look : CallKind.Call,
                Terms = terms,
                Request = () => requests.Run(Text(agentRunId)),
                Read = answer => Require(answer.GetObjectValue(Wire.AgentRunResponse.CreateFromDiscriminatorValue), agentRunId),
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    public IAsyncEnumerable<AgentRun> ListAsync(AgentRunFilter filter, CallTerms terms, CancellationToken cancellationToken) => Pages.ByOffsetAsync(
        connection.Executor.Telemetry,
        terms,
        ControlOperations.ListAgentRuns,
        Text(organizationId),
        CodegenRequests.PageSize,
        static run => run.Id,
        (offset, token) => GetPageAsync(filter, offset, terms, token),
        cancellationToken);

    private async Task<(IReadOnlyList<AgentRun> Rows, long? Total)> GetPageAsync(
        AgentRunFilter filter,
        int offset,
        CallTerms terms,
        CancellationToken cancellationToken)
    {
        var completed = await connection.Executor.ExecuteAsync(
            new ControlCall<(IReadOnlyList<AgentRun> Rows, long? Total)>
            {
                Operation = ControlOperations.ListAgentRuns,
                Target = Text(organizationId),
                Kind = CallKind.Page,
                Terms = terms,
                Request = () => requests.RunPage(filter, offset),
                Read = answer =>
                {
                    var page = answer.GetObjectValue(Wire.Page_AgentRunResponse_.CreateFromDiscriminatorValue);
                    var rows = page?.Items ?? throw new UnreadableAnswerException("the answer holds no list of runs");
                    return ([.. rows.Select(run => run.ToAgentRun(organizationId))], page.Total);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }
}
