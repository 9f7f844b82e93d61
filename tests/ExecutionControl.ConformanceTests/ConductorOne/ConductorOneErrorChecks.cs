using System.Globalization;
using ExecutionControl.Client;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>What ConductorOne's errors look like.</summary>
internal static class ConductorOneErrorChecks
{
    private const string RequestId = @" \(request-id: [^)]+\)$";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne's errors have a code, a message with the request's id, and details", async context =>
        {
            var missing = await context.ConductorOneWire.GetAsync("/api/v1/automations/none");
            var malformed = await context.ConductorOneWire.GetAsync("/api/v1/automation_executions/abc");
            var unknown = await context.With(context.Target.ConductorOne, "Bearer unknown").GetAsync("/api/v1/automations");
            foreach (var (answer, status, code) in ((WireAnswer, int, long)[])[(missing, 404, 5), (malformed, 400, 3), (unknown, 401, 16)])
            {
                Assert.Equal(code, answer.Expect(status).Number("code"));
                Assert.Matches(RequestId, answer.Text("message"));
                Assert.Empty(answer.Items("details"));
            }

            Assert.NotEqual(missing.Text("message")[^20..], malformed.Text("message")[^20..]);
        }),

        new("ConductorOne's codes go with the statuses as gRPC maps them", async context =>
        {
            foreach (var (status, code) in ((int, long)[])[(400, 3), (401, 16), (403, 7), (404, 5), (429, 8), (500, 13), (503, 14)])
            {
                await context.Control.AddRulesAsync(string.Create(CultureInfo.InvariantCulture, $$"""{ "rules": [ { "operation": "ListAutomations", "times": 1, "status": {{status}} } ] }"""));
                Assert.Equal(code, (await context.ConductorOneWire.GetAsync("/api/v1/automations")).Expect(status).Number("code"));
            }
        }),

        new("ConductorOne knows no automation of another id", async context =>
        {
            const string Unknown = "/api/v1/automations/aut_unknown";
            Assert.Equal(5, (await context.ConductorOneWire.GetAsync(Unknown)).Expect(404).Number("code"));
            Assert.Equal(5, (await context.ConductorOneWire.PostAsync(Unknown + "/circuit_breaker/resolve_paused", """{ "decision": 2 }""")).Expect(404).Number("code"));
            Assert.Equal(5, (await context.ConductorOneWire.PostAsync(Unknown + "/circuit_breaker/clear", "{}")).Expect(404).Number("code"));
            Assert.Equal(5, (await context.ConductorOneWire.GetAsync("/api/v1/automation_executions/424242")).Expect(404).Number("code"));
        }),

        new("ConductorOne's refusals tell the client the request's id", async context =>
        {
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.ConductorOne().GetAutomationAsync("aut_unknown"));
            Assert.Equal(RefusalReason.NotFound, refused.Reason);
            Assert.Contains(refused.Details.RequestId!, refused.Details.ServiceMessage, StringComparison.Ordinal);
        }),

        new("ConductorOne may answer 408, 499 and bare 500s, which leave a termination unknown", async context =>
        {
            foreach (var rule in (string[])["\"status\": 408", "\"status\": 499", "\"status\": 500, \"body\": \"\", \"contentType\": \"text/plain\""])
            {
                await context.Control.AddRulesAsync($$"""{ "rules": [ { "operation": "TerminateAutomationExecution", "times": 1, {{rule}} } ] }""");
                var unknown = await Assert.ThrowsAsync<ControlCallUnknownException>(() => context.ConductorOne().TerminateAutomationExecutionAsync(SuiteSeed.RunningExecution));
                Assert.True(unknown.SafeToRepeat);
            }
        }),
    ];
}
