using ExecutionControl.Client;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Tokens;

/// <summary>Access tokens for a client that proves to hold its private key.</summary>
internal static class ClientCredentialsChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("The token endpoint gives the client a token that opens ConductorOne", async context =>
        {
            var client = context.ConductorOne(options => (options.ClientId, options.ClientSecret) = (context.Target.ClientId, context.Target.ClientSecret));
            var askedAt = DateTimeOffset.UtcNow;
            var token = await client.GetAccessTokenAsync();
            Assert.True(token.ExpiresAt - askedAt >= TimeSpan.FromHours(1), "a token has to live an hour: some of the service's clients keep it as long");
            Assert.Equal(SuiteSeed.Closed, (await client.GetAutomationAsync(SuiteSeed.Closed)).Id);
            Assert.Equal(1, await context.Control.CountAsync(OperationNames.Token));
        }),

        new("The token endpoint's answer has a token, its type, and its life in whole seconds", async context =>
        {
            var answer = (await new TokenForm(context.Target).SendAsync(context)).Expect(200);
            Assert.NotEqual("", answer.Text("access_token"));
            Assert.Equal("bearer", answer.Text("token_type"), ignoreCase: true);
            Assert.Equal(3600, answer.Number("expires_in"));
            (await context.With(context.Target.ConductorOne, $"Bearer {answer.Text("access_token")}").GetAsync("/api/v1/automations")).Expect(200);
        }),

        new("The token endpoint refuses an assertion that was used before", async context =>
        {
            var form = new TokenForm(context.Target);
            (await form.SendAsync(context)).Expect(200);
            Assert.Equal("invalid_client", (await form.SendAsync(context)).Expect(401).Text("error"));
        }),

        new("The token endpoint takes credentials in the body alone", async context =>
        {
            var withHeader = await new TokenForm(context.Target).SendAsync(context, "Basic c2FuZGJveDpzZWNyZXQ=");
            var asJson = await new TokenForm(context.Target).SendAsync(context, contentType: "application/json");
            Assert.Equal(("invalid_request", "invalid_request"), (withHeader.Expect(400).Text("error"), asJson.Expect(400).Text("error")));
        }),

        new("The token endpoint's refusals have an error and a description", async context =>
        {
            var password = new TokenForm(context.Target) { Fields = { ["grant_type"] = "password" } };
            var stranger = new TokenForm(context.Target) { Fields = { ["client_id"] = $"stranger@{context.Target.ConductorOne.Authority}/spc" } };
            var malformed = new TokenForm(context.Target) { Fields = { ["client_id"] = "sandbox" } };
            var otherType = new TokenForm(context.Target) { Fields = { ["client_assertion_type"] = "none" } };
            foreach (var (form, status, error) in ((TokenForm, int, string)[])
                [(password, 400, "unsupported_grant_type"), (stranger, 401, "invalid_client"), (malformed, 401, "invalid_client"), (otherType, 400, "invalid_request")])
            {
                var answer = (await form.SendAsync(context)).Expect(status);
                Assert.Equal(error, answer.Text("error"));
                Assert.NotEqual("", answer.Text("error_description"));
            }
        }),

        new("The token endpoint's refusal of a key that is not the client's is a failed authentication", async context =>
        {
            var other = await context.Control.AddClientAsync($$"""{ "name": "other-{{Guid.NewGuid():N}}" }""");
            var client = context.ConductorOne(options => (options.ClientId, options.ClientSecret) = (context.Target.ClientId, other.ClientSecret));
            var refused = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.GetAutomationAsync(SuiteSeed.Closed));
            Assert.Equal(RefusalReason.Authentication, refused.Reason);
            Assert.Equal(0, await context.Control.CountAsync(OperationNames.GetAutomation));
        }),
    ];
}
