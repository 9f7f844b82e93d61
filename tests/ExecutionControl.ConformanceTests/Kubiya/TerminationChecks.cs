using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>Terminating, which says no with proper statuses.</summary>
internal static class TerminationChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Kubiya's answer to a termination says success, which workflow, and when", async context =>
        {
            var answer = (await TerminateAsync(context, SuiteSeed.Paused, Reasoned("ran away"))).Expect(200);
            Assert.Equal((true, $"team-execution-{SuiteSeed.Paused}"), (answer.Flag("success"), answer.Text("workflow_id")));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", answer.Text("terminated_at"));
        }),

        new("Kubiya refuses to terminate what has ended with 400", async context =>
        {
            foreach (var execution in (string[])[SuiteSeed.Completed, SuiteSeed.Failed, SuiteSeed.Cancelled, SuiteSeed.Terminated])
            {
                Assert.NotEqual("", (await TerminateAsync(context, execution, Reasoned("ran away"))).Expect(400).Text("detail"));
            }
        }),

        new("Kubiya counts the characters of a reason: 1 to 500", async context =>
        {
            Assert.Equal("string_too_short", (await RefusedAsync(context, Reasoned(""))).Text("detail", 0, "type"));
            Assert.Equal("string_too_long", (await RefusedAsync(context, Reasoned(new string('x', 501)))).Text("detail", 0, "type"));
            (await TerminateAsync(context, SuiteSeed.Running, Reasoned(string.Concat(Enumerable.Repeat("🛑", 500))))).Expect(200);
        }),

        new("Kubiya demands a reason, and a text", async context =>
        {
            Assert.Equal("missing", (await RefusedAsync(context, "{}")).Text("detail", 0, "type"));
            Assert.Equal("string_type", (await RefusedAsync(context, """{ "reason": 7 }""")).Text("detail", 0, "type"));
            Assert.Equal("missing", (await TerminateAsync(context, SuiteSeed.Running, "")).Expect(422).Text("detail", 0, "type"));
            Assert.Equal("running", (await context.KubiyaWire.GetAsync(KubiyaPath.Of(SuiteSeed.Running))).Text("status"));
        }),

        new("Kubiya ignores fields that it does not know", async context =>
            (await TerminateAsync(context, SuiteSeed.Running, """{ "reason": "ran away", "force": [true] }""")).Expect(200)),
    ];

    private static Task<WireAnswer> TerminateAsync(CheckContext context, string execution, string body) =>
        context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, "terminate"), body);

    private static async Task<WireAnswer> RefusedAsync(CheckContext context, string body)
    {
        var refused = (await TerminateAsync(context, SuiteSeed.Running, body)).Expect(422);
        Assert.Equal(("body", "reason"), (refused.Text("detail", 0, "loc", 0), refused.Text("detail", 0, "loc", 1)));
        return refused;
    }

    private static string Reasoned(string reason) => $$"""{ "reason": "{{reason}}" }""";
}
