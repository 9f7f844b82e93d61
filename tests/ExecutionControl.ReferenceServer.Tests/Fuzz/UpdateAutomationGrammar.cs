namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Right changes of an automation.</summary>
internal sealed class UpdateAutomationGrammar : IFuzzedOperations
{
    public IEnumerable<FuzzOperation> Operations =>
    [
        new(
            Door.ConductorOne,
            "POST",
            "/api/v1/automations/{automation}",
            [],
            [
                ("automation", ["{\"enabled\":false}", "{\"enabled\":true,\"displayName\":\"\\u00e9\",\"circuitBreakerMax\":7,\"circuitBreakerPeriod\":2}", "{}"]),
                ("updateMask", ["\"enabled\"", "\"enabled,displayName\"", "\"automationSteps\"", "\"\""]),
            ]),
    ];
}
