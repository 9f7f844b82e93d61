using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations get</c>.</summary>
internal sealed class AutomationGetCommand(CommandHost host) : GetCommand<Automation, AutomationDocument>(
    host,
    "Show one automation and why its circuit breaker is tripped.",
    ItemKinds.Automation,
    TargetArgument.Text("automation-id", "automation", "The automation to show."))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations get aut_runaway",
        "ectl automations get aut_runaway --output json",
    ];

    protected override async Task<Automation> ReadAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await ConductorOneConnection.OpenAsync(context, cancellationToken);
        return await client.GetAutomationAsync(context.ParseResult.GetRequiredValue(Target), cancellationToken);
    }
}
