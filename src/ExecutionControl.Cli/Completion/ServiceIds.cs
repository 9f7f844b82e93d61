using System.Globalization;
using System.Runtime.CompilerServices;
using ExecutionControl.Cli.Commands.AgentRuns;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Completion;

/// <summary>The ids that each service can be asked for.</summary>
internal static class ServiceIds
{
    public static async IAsyncEnumerable<(string Id, string? Detail)> AutomationsAsync(
        CommandContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        await foreach (var automation in client.ListAutomationsAsync(cancellationToken))
        {
            yield return (automation.Id, automation.DisplayName);
        }
    }

    public static async IAsyncEnumerable<(string Id, string? Detail)> AutomationExecutionsAsync(
        CommandContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        await foreach (var execution in client.SearchExecutionsAsync(filter: null, cancellationToken))
        {
            yield return (execution.Id, StateName.Short(execution.State));
        }
    }

    public static async IAsyncEnumerable<(string Id, string? Detail)> AgentRunsAsync(
        CommandContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = await CodegenConnection.OpenAsync(context, OrganizationOption.TypedIn(context.ParseResult), cancellationToken);
        await foreach (var run in client.ListAsync(filter: null, cancellationToken))
        {
            yield return (run.Id.ToString(CultureInfo.InvariantCulture), run.Status.Value);
        }
    }

    public static async IAsyncEnumerable<(string Id, string? Detail)> ExecutionsAsync(
        CommandContext context,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var client = await KubiyaConnection.OpenAsync(context, cancellationToken);
        await foreach (var execution in client.ListAsync(status: null, cancellationToken))
        {
            yield return (execution.Id, execution.Status.Value);
        }
    }
}
