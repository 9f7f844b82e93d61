using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations get</c>.</summary>
internal sealed class AutomationGetCommand(CommandHost host) : GetCommand<ConductorOneClient, Automation, AutomationDocument>(
    host,
    "Show an automation and why its circuit breaker is tripped.",
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

    protected override Task<Automation> ReadAsync(ConductorOneClient client, string id, CancellationToken cancellationToken) =>
        client.GetAutomationAsync(id, cancellationToken);
}
