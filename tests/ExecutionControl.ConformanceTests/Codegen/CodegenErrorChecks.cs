using ExecutionControl.Client;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>What Codegen's errors look like, and how many requests it takes.</summary>
internal static class CodegenErrorChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Codegen's errors have a message and their status", async context =>
        {
            var answer = await context.With(context.Target.Codegen, authorization: null).GetAsync($"{CodegenPath.Of(context)}/runs");
            Assert.NotEqual("", answer.Expect(401).Text("message"));
            Assert.Equal(401, answer.Number("status_code"));
        }),

        new("Codegen takes 60 requests in 30 seconds for each token", async context =>
        {
            await context.Control.FreezeClockAsync();
            await context.Control.AddRulesAsync("""{ "rateLimits": true }""");
            var caller = context.CodegenWire;
            var path = $"{CodegenPath.Of(context)}/run/{SuiteSeed.PausedRun}";
            for (var request = 0; request < 60; request++)
            {
                (await caller.GetAsync(path)).Expect(200);
            }

            var refused = (await caller.GetAsync(path)).Expect(429);
            Assert.NotEqual("", refused.Text("message"));
            Assert.Equal((429L, (string?)null), (refused.Number("status_code"), refused.Header("Retry-After")));

            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(31));
            (await caller.GetAsync(path)).Expect(200);
        }),

        new("Codegen's older 429 and a detail in plain text reach the caller in the service's words", async context =>
        {
            foreach (var (status, reason) in ((int, RefusalReason)[])[(400, RefusalReason.Validation), (403, RefusalReason.Permission)])
            {
                await context.Control.AddRulesAsync($$"""{ "rules": [ { "operation": "ResumeAgentRun", "times": 1, "status": {{status}}, "body": "{\"detail\":\"in plain words\"}" } ] }""");
                var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Codegen().ResumeAgentRunAsync(SuiteSeed.PausedRun, "go on"));
                Assert.Equal((reason, "in plain words"), (refused.Reason, refused.Details.ServiceMessage));
            }

            await context.Control.AddRulesAsync("""{ "rules": [ { "operation": "ResumeAgentRun", "times": 1, "status": 429, "body": "{\"detail\":\"60 per 30 seconds\",\"status_code\":429}" } ] }""");
            var turnedAway = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => context.Codegen().ResumeAgentRunAsync(SuiteSeed.PausedRun, "go on"));
            Assert.Equal("60 per 30 seconds", turnedAway.Details.ServiceMessage);
        }),
    ];
}
