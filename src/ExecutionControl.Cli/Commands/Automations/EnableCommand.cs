using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations enable</c>.</summary>
internal sealed class EnableCommand(CommandHost host) : ControlCommand<ConductorOneClient, NoInput>(
    host,
    new EnableAutomation(),
    "Enable an automation that was disabled by hand, so that new events start executions again.",
    "The automation to enable.",
    static (context, token) => context.OpenAsync(new ConductorOneService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations enable aut_nightly",
        "ectl automations enable aut_runaway --dry-run",
        "ectl --sandbox automations enable aut_nightly --output json",
    ];
}
