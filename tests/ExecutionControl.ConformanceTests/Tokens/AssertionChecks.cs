using System.Text.Json.Nodes;
using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Tokens;

/// <summary>What the token endpoint demands of an assertion: each way to spoil one is refused.</summary>
internal static class AssertionChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        Refuses("of another algorithm", form => form.Header["alg"] = "none"),
        Refuses("without a nonce", form => form.Header.Remove("nonce")),
        Refuses("with a nonce that is not 32 hex digits", form => form.Header["nonce"] = "abc"),
        Refuses("by another issuer", form => form.Claims["iss"] = "somebody"),
        Refuses("about another subject", form => form.Claims["sub"] = "somebody"),
        Refuses("for another host", form => form.Claims["aud"] = new JsonArray("acme.conductor.one")),
        Refuses("that has expired", form => (form.Claims["nbf"], form.Claims["iat"], form.Claims["exp"]) = (Now - 500, Now - 400, Now - 300)),
        Refuses("that is not valid yet", form => (form.Claims["nbf"], form.Claims["iat"], form.Claims["exp"]) = (Now + 300, Now + 300, Now + 400)),
        Refuses("without a time of expiry", form => form.Claims.Remove("exp")),
        Refuses("that is no JWS", form => form.Fields["client_assertion"] = "abc.def"),
    ];

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private static ContractCheck Refuses(string what, Action<TokenForm> spoil) => new($"The token endpoint refuses an assertion {what}", async context =>
    {
        var form = new TokenForm(context.Target);
        spoil(form);
        var answer = (await form.SendAsync(context)).Expect(401);
        Assert.Equal("invalid_client", answer.Text("error"));
    });
}
