using System.CommandLine;
using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Cli.Commands.Executions;

/// <summary>Says which of Kubiya's executions are meant. Kubiya filters by one status at a time: several are asked for one after another.</summary>
internal sealed class ExecutionQuery() : ItemQuery<KubiyaClient, KubiyaExecution>(
    ItemKinds.Execution.Facts, new StateOption("--status", StateName.OfExecutions), StateName.OfRunningExecutions, "agent's or team's name")
{
    protected override IReadOnlyList<Option> Own => [];

    protected override async IAsyncEnumerable<KubiyaExecution> ReadAsync(
        KubiyaClient client,
        ParseResult parseResult,
        IReadOnlyList<string>? states,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One that goes from one state to the next meanwhile is found twice.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in (IReadOnlyList<string?>?)states ?? [null])
        {
            // Kubiya writes statuses in lower case and compares them as they are.
            var filter = new KubiyaExecutionFilter
            {
                State = state is null ? null : new KubiyaExecutionState(StateName.ToService(state, StateName.OfExecutions).ToLowerInvariant()),
            };
            await foreach (var execution in client.ListExecutionsAsync(filter, cancellationToken: cancellationToken))
            {
                if (seen.Add(execution.Id))
                {
                    yield return execution;
                }
            }
        }
    }
}
