using ExecutionControl.Client.Authentication;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Tokens;

/// <summary>Access tokens for a workload with an OIDC token.</summary>
internal static class TokenExchangeChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("The token endpoint exchanges a workload's token for one that opens ConductorOne", async context =>
        {
            var workload = WorkloadToken.FromValue(await context.Control.IssueSubjectTokenAsync());
            var client = context.ConductorOne(options => (options.ClientId, options.WorkloadToken) = (context.Target.ClientId, workload));
            Assert.Equal(SuiteSeed.Closed, (await client.GetAutomationAsync(SuiteSeed.Closed)).Id);
        }),

        new("The token endpoint's answer to an exchange is the same as to an assertion", async context =>
        {
            var answer = (await ExchangeAsync(context, await context.Control.IssueSubjectTokenAsync())).Expect(200);
            Assert.NotEqual("", answer.Text("access_token"));
            Assert.Equal(3600, answer.Number("expires_in"));
        }),

        new("The token endpoint refuses a workload's token that is foreign, for somebody else, or of another type", async context =>
        {
            var foreign = await ExchangeAsync(context, "eyJhbGciOiJub25lIn0.e30.c2ln");
            var others = await ExchangeAsync(context, await context.Control.IssueSubjectTokenAsync("""{ "clientId": "somebody@acme.test/spc" }"""));
            var otherType = await ExchangeAsync(context, await context.Control.IssueSubjectTokenAsync(), "urn:ietf:params:oauth:token-type:saml2");
            Assert.Equal(("invalid_grant", "invalid_grant"), (foreign.Expect(400).Text("error"), others.Expect(400).Text("error")));
            Assert.Equal("invalid_request", otherType.Expect(400).Text("error"));
        }),
    ];

    private static Task<WireAnswer> ExchangeAsync(CheckContext context, string token, string type = "urn:ietf:params:oauth:token-type:jwt") =>
        context.With(context.Target.ConductorOne, authorization: null).PostAsync(
            "/auth/v1/token",
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
                + $"&client_id={Uri.EscapeDataString(context.Target.ClientId)}&subject_token={Uri.EscapeDataString(token)}&subject_token_type={Uri.EscapeDataString(type)}",
            "application/x-www-form-urlencoded");
}
