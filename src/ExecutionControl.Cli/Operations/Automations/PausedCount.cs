using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>Counts the paused executions of an automation as far as a few pages go.</summary>
internal static class PausedCount
{
    private const int Most = 1_000;

    public static async Task<string> OfAsync(ConductorOneClient client, string automationId, CancellationToken cancellationToken)
    {
        var filter = new AutomationExecutionFilter { AutomationIds = [automationId], States = [AutomationExecutionState.PausedByCircuitBreaker] };
        var count = 0;
        try
        {
            await foreach (var _ in client.SearchExecutionsAsync(filter, cancellationToken))
            {
                if (++count == Most)
                {
                    return $"{Most} or more";
                }
            }
        }
        catch (OperationCanceledException) when (count > 0)
        {
            return $"{count} or more";
        }

        return $"{count}";
    }
}
