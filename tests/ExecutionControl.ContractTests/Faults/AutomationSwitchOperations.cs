using ExecutionControl.Client;
using ExecutionControl.ContractTests.Answers;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>Disabling and enabling an automation. The look goes to the same path as the change, with another method.</summary>
internal sealed class AutomationSwitchOperations : IControlledOperations
{
    private const string Automation = "aut_runaway";

    public IEnumerable<ControlledOperation> Operations =>
    [
        Switch("disable", isEnabled: false, async (clients, token) => await clients.ConductorOne.DisableAutomationAsync(Automation, cancellationToken: token)),
        Switch("enable", isEnabled: true, async (clients, token) => await clients.ConductorOne.EnableAutomationAsync(Automation, cancellationToken: token)),
    ];

    private static ControlledOperation Switch(string operation, bool isEnabled, Func<ControlClients, CancellationToken, Task<ControlResult>> call) =>
        new($"C1 {operation}", ControlService.ConductorOne, operation, Automation, RepeatRule.Repeatable)
        {
            Path = ConductorOneAnswers.AutomationPath,
            Body = $$$"""{"automation":{"enabled":{{{Json(isEnabled)}}}},"updateMask":"enabled"}""",
            LookPath = ConductorOneAnswers.AutomationPath,
            Accepted = Enabled(isEnabled)[..^1] + ""","webhookCapabilityUrl":"https://hooks.example/c","webhookHmacSecret":"hmac"}""",
            Unchanged = Enabled(!isEnabled),
            Reached = Enabled(isEnabled),
            UnchangedState = isEnabled ? "disabled" : "enabled",
            LookProves = true,
            CallAsync = call,
            LookAsync = clients => clients.ConductorOne.GetAutomationAsync(Automation),
        };

    private static string Enabled(bool isEnabled) => $$$"""{"automation":{"id":"{{{Automation}}}","enabled":{{{Json(isEnabled)}}}}}""";

    private static string Json(bool value) => value ? "true" : "false";
}
