using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations list</c>.</summary>
internal sealed class AutomationListCommand : ListCommand<Automation, AutomationDocument>
{
    private readonly Option<bool> _tripped = new("--tripped") { Description = "Keep those whose circuit breaker is tripped." };

    public AutomationListCommand(CommandHost host)
        : base(host, "List the tenant's automations and whether their circuit breakers are tripped.", ItemKinds.Automation)
    {
        Add(_tripped);
    }

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations list",
        "ectl automations list --tripped --output json",
        "ectl --sandbox automations list --limit 2",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new ConductorOneService(), cancellationToken);
        var all = client.ListAutomationsAsync(cancellationToken);
        return await PrintAsync(
            context,
            context.ParseResult.GetValue(_tripped) ? all.Where(automation => automation.IsCircuitBreakerTripped) : all,
            cancellationToken);
    }
}
