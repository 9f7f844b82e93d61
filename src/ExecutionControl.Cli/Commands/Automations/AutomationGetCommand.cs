using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations get</c>.</summary>
internal sealed class AutomationGetCommand(CommandHost host) : GetCommand<ConductorOneClient, CountedAutomation, AutomationDocument>(
    host,
    "Show an automation, why its circuit breaker is tripped, and how many executions are paused.",
    ItemKinds.Automation,
    "The automation to show.")
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations get aut_runaway",
        "ectl automations get aut_runaway aut_backlog",
        "ectl automations get aut_runaway --output json",
    ];

    protected override Task<ConductorOneClient> OpenAsync(CommandContext context, CancellationToken cancellationToken) =>
        context.OpenAsync(new ConductorOneService(), cancellationToken);

    protected override async Task<CountedAutomation> ReadAsync(
        CommandContext context, ConductorOneClient client, string id, CancellationToken cancellationToken) =>
        await new PausedExecutions(client, context.TimeProvider).CountOneAsync(
            await client.GetAutomationAsync(id, cancellationToken: cancellationToken), context.Reporter.Warn, cancellationToken);
}
