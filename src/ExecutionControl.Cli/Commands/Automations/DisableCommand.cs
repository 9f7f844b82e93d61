using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary><c>ectl automations disable</c>.</summary>
internal sealed class DisableCommand(CommandHost host) : ControlCommand<ConductorOneClient, NoInput>(
    host,
    new DisableAutomation(),
    "Disable an automation by hand, so that new events start nothing. What runs goes on, what is paused stays paused.",
    "The automation to disable.",
    static (context, token) => context.OpenAsync(new ConductorOneService(), token))
{
    public override IReadOnlyList<string> Examples { get; } =
    [
        "ectl automations disable aut_runaway",
        "ectl automations disable aut_runaway aut_backlog --yes",
        "ectl --sandbox automations disable aut_nightly --wait --output json",
    ];
}
