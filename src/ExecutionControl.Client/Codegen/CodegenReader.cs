using System.Globalization;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.Codegen;
using ExecutionControl.Client.Http;
using Microsoft.Kiota.Abstractions;
using Wire = ExecutionControl.Client.Generated.Codegen.Models;

namespace ExecutionControl.Client.Codegen;

/// <summary>Reads agent runs, one or a page at a time.</summary>
internal sealed class CodegenReader(ServerConnection connection, CodegenApiClient api, long organizationId)
{
    /// <summary>The service's largest page.</summary>
    private const int PageSize = 100;

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
                Send = async (attempt, token) =>
                {
                    var run = await api.V1.Organizations[organizationId].Agent.Run[agentRunId]
                        .GetAsync(attempt.Configure<DefaultQueryParameters>(), token).ConfigureAwait(false);
                    return Require(run, agentRunId);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }

    public IAsyncEnumerable<AgentRun> ListAsync(AgentRunFilter filter, CallTerms terms, CancellationToken cancellationToken) => Pages.ByOffsetAsync(
        connection.Executor.Telemetry,
        terms,
        ControlOperations.ListAgentRuns,
        Text(organizationId),
        PageSize,
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
                Send = async (attempt, token) =>
                {
                    var page = await api.V1.Organizations[organizationId].Agent.Runs.GetAsync(
                        attempt.Configure<Generated.Codegen.V1.Organizations.Item.Agent.Runs.RunsRequestBuilder.RunsRequestBuilderGetQueryParameters>(query =>
                        {
                            query.Skip = offset;
                            query.Limit = PageSize;
                            query.UserId = filter.UserId;
                            query.SourceType = filter.SourceType;
                        }),
                        token).ConfigureAwait(false);
                    var rows = page?.Items ?? throw new UnreadableAnswerException("the answer holds no list of runs");
                    return ([.. rows.Select(run => run.ToAgentRun(organizationId))], page.Total);
                },
            },
            cancellationToken).ConfigureAwait(false);
        return completed.Value;
    }
}
