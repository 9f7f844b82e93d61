using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Options;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>Says which agent runs are meant. Codegen cannot filter by status: ectl does, while the pages come.</summary>
internal sealed class AgentRunQuery() : ItemQuery<CodegenClient, AgentRun>(
    ItemKinds.AgentRun.Facts, new StateOption("--status", StateName.OfAgentRuns), StateName.OfRunningAgentRuns, "summary")
{
    private readonly NumberOption _user = new("--user-id", "Keep runs that this user started.");
    private readonly Option<string> _source = new("--source-type")
    {
        Description = "Keep runs that were started this way, such as SLACK, in Codegen's words.",
        HelpName = "source",
    };

    protected override IReadOnlyList<Option> Own => [_user, _source];

    protected override IAsyncEnumerable<AgentRun> ReadAsync(
        CodegenClient client, ParseResult parseResult, IReadOnlyList<string>? states, CancellationToken cancellationToken)
    {
        var filter = new AgentRunFilter { UserId = parseResult.GetValue(_user), SourceType = parseResult.GetValue(_source) };
        var wanted = (states ?? []).Select(name => new AgentRunState(StateName.ToService(name, StateName.OfAgentRuns))).ToHashSet();
        var all = client.ListAgentRunsAsync(filter, cancellationToken: cancellationToken);
        return wanted.Count > 0 ? all.Where(run => wanted.Contains(run.State)) : all;
    }
}
