using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Shop.Worker;

/// <summary>Looks at every tenant again and again, and stops what has run away: disables it, so that nothing new starts, and cancels what is paused.</summary>
public sealed partial class RunawayStopper(
    IServiceProvider services, IOptions<RunawayOptions> options, TimeProvider clock, ILogger<RunawayStopper> logger) : BackgroundService
{
    private readonly RunawayOptions _options = options.Value;

    /// <summary>One look at one tenant.</summary>
    public async Task LookAsync(string tenant, CancellationToken cancellationToken)
    {
        var conductorOne = services.GetRequiredKeyedService<ConductorOneClient>(tenant);
        try
        {
            await foreach (var automation in conductorOne.ListAutomationsAsync(cancellationToken: cancellationToken))
            {
                if (automation.IsCircuitBreakerTripped && await IsRunawayAsync(conductorOne, automation, cancellationToken))
                {
                    await StopAsync(conductorOne, tenant, automation.Id, cancellationToken);
                }
            }
        }
        catch (ControlCallException failure)
        {
            // The next look tries again; what may have been applied is said, so that a person can look.
            LogFailure(tenant, failure.Outcome, failure.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.Interval, clock);
        do
        {
            await Task.WhenAll(Tenants.All.Select(tenant => LookAsync(tenant, stoppingToken)));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> IsRunawayAsync(ConductorOneClient conductorOne, Automation automation, CancellationToken cancellationToken)
    {
        var paused = new AutomationExecutionFilter { AutomationIds = [automation.Id], States = [AutomationExecutionState.PausedByCircuitBreaker] };
        return await conductorOne.ListAutomationExecutionsAsync(paused, cancellationToken: cancellationToken)
            .Take(_options.StopAtPaused)
            .CountAsync(cancellationToken) >= _options.StopAtPaused;
    }

    private async Task StopAsync(ConductorOneClient conductorOne, string tenant, string automationId, CancellationToken cancellationToken)
    {
        await conductorOne.DisableAutomationAsync(automationId, cancellationToken: cancellationToken);
        var resolved = await conductorOne.ResolvePausedExecutionsAsync(
            automationId,
            PausedExecutionDecision.Cancel,
            new ResolvePausedOptions { Reason = _options.Reason },
            cancellationToken: cancellationToken);
        LogStopped(tenant, automationId, resolved.Outcome, resolved.ResolvedCount, resolved.ErroredCount);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Tenant}: stopped {Automation}: {Outcome}, {Cancelled} cancelled, {Left} left paused")]
    private partial void LogStopped(string tenant, string automation, ControlOutcome outcome, long? cancelled, long left);

    [LoggerMessage(2, LogLevel.Error, "{Tenant}: {Outcome}: {Message}")]
    private partial void LogFailure(string tenant, ControlOutcome outcome, string message);
}
