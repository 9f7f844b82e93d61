using ExecutionControl.Client;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>
/// Faults of ConductorOne's token endpoint. Clearing a breaker looks at it first, and asks for a token for that, too: a look
/// that fails does not keep anybody from clearing.
/// </summary>
internal static class TokenFaults
{
    private const string Rejection = """{"error":"invalid_client","error_description":"The client assertion could not be verified."}""";

    private static readonly FaultStep Issued = Token("\"t-1\"", "3600");

    public static IEnumerable<Fault> All =>
    [
        Unreachable("token endpoint resets, always", Broken("CONNECTION_RESET_BY_PEER")),
        Unreachable("token endpoint closes without an answer, always", Broken("EMPTY_RESPONSE")),
        Unreachable("token endpoint answers 503, always", Status(503)),
        Unreachable("token endpoint gives no answer in time, always", Silence.UntilTimeout()),
        Once("token endpoint resets, once", 1, Broken("CONNECTION_RESET_BY_PEER")),
        Once("token endpoint answers 503, Retry-After 7 s, once", 7, Status(503, "Retry-After: 7")),
        Once("token endpoint answers 429, once", 1, Status(429)),
        Once("token endpoint gives no answer in time, once", 1, Silence.UntilTimeout()),
        Rejected("token endpoint answers 400", StatusAndBody(400, Rejection)),
        Rejected("token endpoint answers 401", StatusAndBody(401, Rejection)),
        Rejected("token endpoint answers with HTML", Ok("<html>Sign in</html>", "text/html")),
        Rejected("token endpoint gives an empty token", Token("\"\"", "3600")),
        Rejected("token endpoint gives a token with a line break", Token("\"t\\r\\nX-Evil: 1\"", "3600")),
        Rejected("token endpoint gives a lifetime of 0", Token("\"t-1\"", "0")),
        Rejected("token endpoint gives a negative lifetime", Token("\"t-1\"", "-1")),
        Rejected("token endpoint gives a lifetime as text", Token("\"t-1\"", "\"3600\"")),
        Rejected("token endpoint gives no lifetime", Ok("""{"access_token":"t-1","token_type":"Bearer"}""")),
        new("token endpoint redirects to another host", Accepted)
        {
            Course = FaultCourse.NothingListens,
            Ends = Each(_ => Ends(NotApplied, 0)),
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Redirect(307)],
            TokenRequests = operation => 1 + LooksBefore(operation),
        },
        new("connection refused, with client credentials") { Course = FaultCourse.NothingListens, TokenKind = TokenKind.ClientCredentials, Listens = false },
        new("401 once, with client credentials", Status(401), Accepted)
        {
            Course = FaultCourse.TokenRejectedOnce,
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Issued, Token("\"t-2\"", "3600")],
            TokenRequests = _ => 2,
        },
        new("401 always, with client credentials", Status(401))
        {
            Course = FaultCourse.TokenRejectedTwice,
            Reason = RefusalReason.Authentication,
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Issued, Token("\"t-2\"", "3600"), Token("\"t-3\"", "3600")],
            TokenRequests = _ => 2,
        },
        new("401, and the token endpoint gives the same token", Status(401))
        {
            Course = FaultCourse.Refused,
            Reason = RefusalReason.Authentication,
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Issued],
            TokenRequests = _ => 2,
        },
        new("reset, then the token has expired and the token endpoint answers 503", Broken("CONNECTION_RESET_BY_PEER"), Accepted)
        {
            // The breaker cannot be read without a token, so it is not cleared again.
            Ends = Each(operation => operation.Rule == RepeatRule.SameTripOnly ? Ends(UnknownUnsafe, 1, 1) : Ends(UnknownSafe, 1, 1, 2, 4)),
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Token("\"t-1\"", "1"), Status(503)],
        },
        new("reset, then the token has expired and the token endpoint answers 401", Broken("CONNECTION_RESET_BY_PEER"), Accepted)
        {
            Ends = Each(operation => operation.Rule == RepeatRule.SameTripOnly ? Ends(UnknownUnsafe, 1, 1) : Ends(UnknownSafe, 1, 1)),
            TokenKind = TokenKind.ClientCredentials,
            Tokens = [Token("\"t-1\"", "1"), StatusAndBody(401, Rejection)],
        },
    ];

    private static Fault Unreachable(string name, FaultStep step) => new(name, Accepted)
    {
        Course = FaultCourse.NothingListens,
        TokenKind = TokenKind.ClientCredentials,
        Tokens = [step],
        TokenRequests = operation => 4 + LooksBefore(operation),
    };

    private static Fault Rejected(string name, FaultStep step) => new(name, Accepted)
    {
        Ends = Each(_ => RefusedAs(RefusalReason.Authentication, 0)),
        TokenKind = TokenKind.ClientCredentials,
        Tokens = [step],
        TokenRequests = operation => 1 + LooksBefore(operation),
    };

    private static Fault Once(string name, double wait, FaultStep step) => new(name, Accepted)
    {
        Ends = Each(operation => LooksBefore(operation) == 0 ? Ends(Applied, 1, wait) : Ends(Applied, 1)),
        TokenKind = TokenKind.ClientCredentials,
        Tokens = [step, Issued],
        TokenRequests = _ => 2,
    };

    private static FaultStep Token(string token, string lifetime) => Ok($$"""{"access_token":{{token}},"token_type":"Bearer","expires_in":{{lifetime}}}""");

    private static int LooksBefore(ControlledOperation operation) => operation.Rule == RepeatRule.SameTripOnly ? 1 : 0;

    private static Dictionary<string, CallRecord> Each(Func<ControlledOperation, CallRecord> ends) =>
        ControlledOperations.All.Where(operation => operation.Service == ControlService.ConductorOne).ToDictionary(operation => operation.Name, ends);
}
