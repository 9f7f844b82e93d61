using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Which requests ConductorOne takes, and which it refuses.</summary>
internal static class RequestChecks
{
    private const string Resolve = "/api/v1/automations/" + SuiteSeed.Tripped + "/circuit_breaker/resolve_paused";
    private const string Clear = "/api/v1/automations/" + SuiteSeed.Tripped + "/circuit_breaker/clear";
    private const string Terminate = "/api/v1/automation_executions/" + SuiteSeed.RunningExecution + "/actions/terminate";
    private const string Search = "/api/v1/search/all_automation_executions";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne takes an empty body for an empty object, with a Content-Type or without", async context =>
        {
            foreach (var contentType in (string?[])[WireCaller.Json, null])
            {
                foreach (var path in (string[])[Clear, Terminate, Search])
                {
                    (await context.ConductorOneWire.PostAsync(path, "", contentType)).Expect(200);
                }

                Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Resolve, "", contentType)).Expect(400).Number("code"));
            }

            (await context.ConductorOneWire.SendAsync(HttpMethod.Post, Terminate, body: null, contentType: null)).Expect(200);
        }),

        new("ConductorOne ignores fields that it does not know", async context =>
        {
            var answer = await context.ConductorOneWire.PostAsync(Resolve, """{ "decision": "PAUSED_EXECUTION_DECISION_CANCEL", "colour": { "red": [1, null] } }""");
            Assert.Equal(SuiteSeed.TrippedPaused, answer.Expect(200).Number("pausedCount"));
        }),

        new("ConductorOne takes a decision by its number and a field by its proto name", async context =>
        {
            Assert.Equal(SuiteSeed.TrippedPaused, (await context.ConductorOneWire.PostAsync(Resolve, """{ "decision": 2 }""")).Expect(200).Number("pausedCount"));
            Assert.Equal(7, (await context.ConductorOneWire.PostAsync(Search, """{ "page_size": 7 }""")).Expect(200).Items("list").Count);
        }),

        new("ConductorOne refuses values of the wrong type, and settles nothing", async context =>
        {
            foreach (var body in (string[])
                ["""{ "decision": "SOMETHING" }""", """{ "decision": true }""", """{ "decision": 2, "reason": 7 }""", "[]", "\"CANCEL\"", "{", """{ "decision": 2, }"""])
            {
                Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Resolve, body)).Expect(400).Number("code"));
            }

            Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Search, """{ "executionStates": "PENDING" }""")).Expect(400).Number("code"));
            Assert.Equal(3, (await context.ConductorOneWire.GetAsync("/api/v1/automations?page_size=many")).Expect(400).Number("code"));
            Assert.Empty((await context.Control.AuditAsync()).Items("rows"));
        }),

        new("ConductorOne refuses a field that comes twice, by whichever name, and settles nothing", async context =>
        {
            foreach (var body in (string[])["""{ "decision": 2, "decision": 1 }""", """{ "decision": 2, "decision": 2 }""", """{ "decision": 2, "reason": "a", "reason": "b" }"""])
            {
                Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Resolve, body)).Expect(400).Number("code"));
                Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Clear, body)).Expect(400).Number("code"));
            }

            Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Search, """{ "pageSize": 7, "page_size": 7 }""")).Expect(400).Number("code"));
            Assert.Empty((await context.Control.AuditAsync()).Items("rows"));
        }),

        new("ConductorOne refuses to resolve without a decision", async context =>
        {
            foreach (var body in (string[])["{}", """{ "decision": "PAUSED_EXECUTION_DECISION_UNSPECIFIED" }""", """{ "decision": null, "reason": "ran away" }"""])
            {
                Assert.Equal(3, (await context.ConductorOneWire.PostAsync(Resolve, body)).Expect(400).Number("code"));
            }
        }),

        new("ConductorOne counts the bytes of a reason: 1024 and no more", async context =>
        {
            var tooLong = await context.ConductorOneWire.PostAsync(Resolve, Reasoned(new string('ü', 512) + "!"));
            Assert.Equal(3, tooLong.Expect(400).Number("code"));
            (await context.ConductorOneWire.PostAsync(Resolve, Reasoned(new string('ü', 512)))).Expect(200);
        }),

        new("ConductorOne leads an empty id to the collection", async context =>
        {
            var automation = await context.ConductorOneWire.GetAsync("/api/v1/automations/");
            var breaker = await context.ConductorOneWire.PostAsync("/api/v1/automations//circuit_breaker/resolve_paused", """{ "decision": 2 }""");
            Assert.Equal(("/api/v1/automations", "/api/v1/automations"), (automation.Expect(301).Header("Location"), breaker.Expect(301).Header("Location")));
        }),
    ];

    private static string Reasoned(string reason) => $$"""{ "decision": "PAUSED_EXECUTION_DECISION_CANCEL", "reason": "{{reason}}" }""";
}
