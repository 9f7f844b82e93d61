using System.CommandLine;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations list</c>.</summary>
internal sealed class AutomationListCommand : ListCommand<CountedAutomation, AutomationDocument>
{
    private readonly ItemFilter<CountedAutomation> _filter = new(ItemKinds.Automation.Facts, "that ran last", "name");
    private readonly Option<bool> _tripped = new("--tripped") { Description = "Keep those whose circuit breaker is tripped." };
    private readonly Option<bool> _paused = new("--paused")
    {
        Description = "Keep those that have paused executions, also where the circuit breaker is closed.",
    };

    public AutomationListCommand(CommandHost host)
        : base(host, "List the tenant's automations, whether their circuit breakers are tripped, and what is paused.", ItemKinds.Automation) =>
        AddAll([_tripped, _paused, .. _filter.Options]);

    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations list",
        "ectl automations list --tripped --output json",
        "ectl --sandbox automations list --paused",
    ];

    protected override async Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var client = await context.OpenAsync(new ConductorOneService(), cancellationToken);
        var automations = client.ListAutomationsAsync(cancellationToken: cancellationToken);
        if (context.ParseResult.GetValue(_tripped))
        {
            automations = automations.Where(automation => automation.IsCircuitBreakerTripped);
        }

        var isPaused = context.ParseResult.GetValue(_paused);

        // Their age and name are known before anything is counted.
        var kept = _filter.Keep(
            automations.Select(automation => new CountedAutomation(automation, Paused: null)), context.ParseResult, context.TimeProvider.GetUtcNow());
        if (Host.Options.IsNames(context.ParseResult) && !isPaused)
        {
            return await PrintAsync(context, kept, cancellationToken);
        }

        var rows = new PausedExecutions(client, context.TimeProvider).CountEachAsync(
            kept.Select(row => row.Automation), context.Reporter.Warn, BoundedCount.Most, cancellationToken);

        // One that could not be counted may have some, and must not vanish from view.
        return await PrintAsync(
            context, isPaused ? rows.Where(row => row.Paused is not { IsAny: false }) : rows, cancellationToken);
    }
}
