using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Tokens;

/// <summary>Which token opens what, and for how long.</summary>
internal static class TokenUseChecks
{
    private const string Automations = "/api/v1/automations";
    private const string Executions = "/api/v1/executions";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("No service opens without a token, or with one that nobody issued", async context =>
        {
            foreach (var authorization in (string?[])[null, "Bearer", "Bearer guess", "Basic c2FuZGJveDpzZWNyZXQ="])
            {
                Assert.All(await AskAllAsync(context, authorization), answer => answer.Expect(401));
            }
        }),

        new("A token opens its own service and no other", async context =>
        {
            Assert.Equal([200, 401, 401], (await AskAllAsync(context, $"Bearer {context.Target.AccessToken}")).Select(answer => answer.Status));
            Assert.Equal([401, 200, 401], (await AskAllAsync(context, $"Bearer {context.Target.ApiToken}")).Select(answer => answer.Status));
            Assert.Equal([401, 401, 200], (await AskAllAsync(context, $"Bearer {context.Target.ApiKey}")).Select(answer => answer.Status));
        }),

        new("The scheme UserKey opens Kubiya alone", async context =>
        {
            Assert.Equal([401, 401, 200], (await AskAllAsync(context, $"UserKey {context.Target.ApiKey}")).Select(answer => answer.Status));
            Assert.Equal([401, 401, 401], (await AskAllAsync(context, $"UserKey {context.Target.ApiToken}")).Select(answer => answer.Status));
        }),

        new("ConductorOne refuses a token whose life is over", async context =>
        {
            await context.Control.SetTokenLifetimeAsync(TimeSpan.FromSeconds(60));
            var token = (await new TokenForm(context.Target).SendAsync(context)).Expect(200);
            Assert.Equal(60, token.Number("expires_in"));
            var caller = context.With(context.Target.ConductorOne, $"Bearer {token.Text("access_token")}");
            (await caller.GetAsync(Automations)).Expect(200);

            await context.Control.AdvanceClockAsync(TimeSpan.FromSeconds(61));
            Assert.Equal(16, (await caller.GetAsync(Automations)).Expect(401).Number("code"));
        }),

        new("ConductorOne refuses a revoked token, whereupon the client mints another, once", async context =>
        {
            var other = await context.Control.AddClientAsync($$"""{ "name": "other-{{Guid.NewGuid():N}}" }""");
            var client = context.ConductorOne(options => (options.ClientId, options.ClientSecret) = (other.ClientId, other.ClientSecret));
            await client.GetAutomationAsync(SuiteSeed.Closed);
            await context.Control.RevokeTokensAsync(other.ClientId);

            Assert.Equal(SuiteSeed.Closed, (await client.GetAutomationAsync(SuiteSeed.Closed)).Id);
            Assert.Equal((2L, 3L), (await context.Control.CountAsync(OperationNames.Token), await context.Control.CountAsync(OperationNames.GetAutomation)));
        }),

        new("A client of another tenant gets no token here, and its own opens nothing", async context =>
        {
            var other = await context.Control.AddClientAsync($$"""{ "name": "other-{{Guid.NewGuid():N}}", "tenant": "acme.test:8080" }""");
            var refused = await new TokenForm(other.ClientId, other.ClientSecret, context.Target.ConductorOne.Host).SendAsync(context);
            Assert.Equal("invalid_client", refused.Expect(401).Text("error"));
            (await context.With(context.Target.ConductorOne, $"Bearer {other.AccessToken}").GetAsync(Automations)).Expect(401);
        }),

        new("A request that is not let in changes nothing", async context =>
        {
            var caller = context.With(context.Target.Kubiya, "Bearer guess");
            (await caller.PostAsync($"{Executions}/{SuiteSeed.Running}/pause", "", contentType: null)).Expect(401);
            Assert.Equal("running", (await context.KubiyaWire.GetAsync($"{Executions}/{SuiteSeed.Running}")).Expect(200).Text("status"));
        }),
    ];

    private static async Task<IReadOnlyList<WireAnswer>> AskAllAsync(CheckContext context, string? authorization) =>
    [
        await context.With(context.Target.ConductorOne, authorization).GetAsync(Automations),
        await context.With(context.Target.Codegen, authorization).GetAsync($"/v1/organizations/{context.Target.OrganizationId}/agent/runs"),
        await context.With(context.Target.Kubiya, authorization).GetAsync(Executions),
    ];
}
