using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Services.ConductorOne;

/// <summary>Looks at a tenant: its tripped circuit breakers, what is paused, whether the breakers are tripped or not, and what runs.</summary>
internal static class AutomationStatus
{
    /// <param name="client">The client.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="warn">Is told why something could not be counted.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    public static async Task<ServiceStatus> LookAsync(
        ConductorOneClient client, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken)
    {
        var running = BoundedCount.OfAsync(client.ListAutomationExecutionsAsync(
            new AutomationExecutionFilter
            {
                States =
                [
                    AutomationExecutionState.Pending, AutomationExecutionState.Creating, AutomationExecutionState.GetStep,
                    AutomationExecutionState.ProcessStep, AutomationExecutionState.CompleteStep, AutomationExecutionState.Waiting,
                ],
            },
            cancellationToken: cancellationToken));
        try
        {
            var automations = await new PausedExecutions(client, clock)
                .CountEachAsync(client.ListAutomationsAsync(cancellationToken: cancellationToken), warn, BoundedCount.Most, cancellationToken)
                .ToListAsync(cancellationToken);
            var held = automations.Where(row => row.Automation.IsCircuitBreakerTripped || row.Paused is not { IsAny: false }).ToList();
            var paused = automations.Exists(row => row.Paused is null)
                ? null
                : automations.Aggregate(BoundedCount.None, (sum, row) => sum + row.Paused!);
            return new ServiceStatus(
                [
                    new StatusFigure(
                        "trippedBreakers",
                        "circuit breaker", "tripped",
                        new BoundedCount(automations.Count(row => row.Automation.IsCircuitBreakerTripped), IsLowerBound: false),
                        Tone.Bad),
                    new StatusFigure("pausedExecutions", "execution", "paused", paused, Tone.Held),
                    new StatusFigure("runningExecutions", "execution", "running", await running, Tone.Busy),
                ],
                [.. held.Select(ItemOf)]);
        }
        catch
        {
            // Nobody waits for it any more.
            _ = running.ContinueWith(task => _ = task.Exception, TaskScheduler.Default);
            throw;
        }
    }

    private static StatusItem ItemOf(CountedAutomation row) => new(
        "automation",
        row.Automation.Id,
        row.Automation.DisplayName,
        row.Automation.IsCircuitBreakerTripped ? "tripped" : "closed",
        row.Automation.CircuitBreaker?.TrippedAt,
        row.Paused,
        row.Automation.IsCircuitBreakerTripped ? Tone.Bad : Tone.Held);
}
