using ExecutionControl.Client;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Kubiya;

/// <summary>What Kubiya's errors look like.</summary>
internal static class KubiyaErrorChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("Kubiya's 401 has an error, a message and a hint in its detail", async context =>
        {
            var answer = (await context.With(context.Target.Kubiya, "Bearer guess").GetAsync(KubiyaPath.Executions)).Expect(401);
            Assert.Equal("Unauthorized", answer.Text("detail", "error"));
            Assert.NotEqual("", answer.Text("detail", "message"));
            Assert.NotEqual("", answer.Text("detail", "hint"));
        }),

        new("Kubiya's 401 tells a missing token from a wrong one", async context =>
        {
            var missing = (await context.With(context.Target.Kubiya, null).GetAsync(KubiyaPath.Executions)).Expect(401);
            var wrong = (await context.With(context.Target.Kubiya, "Bearer guess").GetAsync(KubiyaPath.Executions)).Expect(401);
            Assert.Equal("Authorization header is required", missing.Text("detail", "message"));
            Assert.Equal("Invalid or expired authentication token", wrong.Text("detail", "message"));
        }),

        new("Kubiya takes its key by two schemes in their case alone, and bare", async context =>
        {
            foreach (var credential in (string[])["Bearer ", "UserKey ", ""])
            {
                (await context.With(context.Target.Kubiya, credential + context.Target.ApiKey).GetAsync(KubiyaPath.Executions)).Expect(200);
            }

            (await context.With(context.Target.Kubiya, "bearer " + context.Target.ApiKey).GetAsync(KubiyaPath.Executions)).Expect(401);
        }),

        new("Kubiya's 500 for a termination of what is no UUID is a refusal, too", async context =>
        {
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Kubiya().TerminateExecutionAsync("nonsense", "ran away"));
            Assert.Equal((ControlOutcome.Refused, 1), (refused.Outcome, refused.Details.Attempts));
        }),

        new("Kubiya sends a spare slash to the whole URL without it", async context =>
        {
            var redirect = (await context.KubiyaWire.GetAsync(KubiyaPath.Executions + "/")).Expect(307);
            Assert.Matches("^http://.+" + KubiyaPath.Executions + "$", redirect.Header("Location"));
        }),

        new("Kubiya knows no execution of another id", async context =>
        {
            foreach (var answer in await AskAllAsync(context, SuiteSeed.Unknown))
            {
                Assert.Equal("Execution not found", answer.Expect(404).Text("detail"));
            }

            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Kubiya().PauseExecutionAsync(SuiteSeed.Unknown));
            Assert.Equal(RefusalReason.NotFound, refused.Reason);
        }),

        new("Kubiya answers an id that is no UUID with 500", async context =>
        {
            foreach (var answer in await AskAllAsync(context, "nonsense"))
            {
                Assert.Matches(
                    "^(Failed to [a-z]+ execution: badly formed hexadecimal UUID string|An unexpected error occurred while terminating execution)$", answer.Expect(500).Text("detail"));
            }
        }),

        new("Kubiya's 500 for an id that is no UUID is a refusal after one request", async context =>
        {
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Kubiya().PauseExecutionAsync("nonsense"));
            Assert.Equal((ControlOutcome.Refused, 1), (refused.Outcome, refused.Details.Attempts));
            Assert.Equal(1, await context.Control.CountAsync(OperationNames.PauseExecution));
        }),

        new("Kubiya's other error shape reaches the caller in the service's words", async context =>
        {
            await context.Control.AddRulesAsync("""{ "rules": [ { "operation": "PauseExecution", "status": 403, "body": "{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"not your execution\"}}" } ] }""");
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => context.Kubiya().PauseExecutionAsync(SuiteSeed.Running));
            Assert.Equal((RefusalReason.Permission, "not your execution"), (refused.Reason, refused.Details.ServiceMessage));
        }),
    ];

    private static async Task<IReadOnlyList<WireAnswer>> AskAllAsync(CheckContext context, string execution) =>
    [
        await context.KubiyaWire.GetAsync(KubiyaPath.Of(execution)),
        await context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, "pause"), "", contentType: null),
        await context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, "resume"), "", contentType: null),
        await context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, "cancel"), "", contentType: null),
        await context.KubiyaWire.PostAsync(KubiyaPath.Of(execution, "terminate"), """{ "reason": "ran away" }"""),
    ];
}
