using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Statuses other than 200.</summary>
internal static class AnswerFaults
{
    // The clients' clock starts at noon, and their deadline is ten minutes off.
    private const string InSevenSeconds = "Retry-After: Sun, 01 Mar 2026 12:00:07 GMT";
    private const string AtNoon = "Date: Sun, 01 Mar 2026 12:00:00 GMT";
    private const string AtTenPast = "Date: Sun, 01 Mar 2026 12:10:00 GMT";
    private const string Yesterday = "Retry-After: Sat, 28 Feb 2026 12:00:00 GMT";

    private static readonly int[] Unclear = [408, 499, 500, 501, 502, 503, 504, 507, 520, 524, 530, 599];

    public static IEnumerable<Fault> All =>
    [
        Refusal(400, RefusalReason.Validation),
        Refusal(403, RefusalReason.Permission),
        Refusal(404, RefusalReason.NotFound),
        Refusal(409, RefusalReason.State),
        Refusal(410, RefusalReason.Other),
        Refusal(422, RefusalReason.Validation),
        new("401, and there is no other token", Status(401)) { Course = FaultCourse.Refused, Reason = RefusalReason.Authentication },
        new("401 once", Status(401), Accepted) { Course = FaultCourse.TokenRejectedOnce, TokenKind = TokenKind.Renewing },
        new("401 always", Status(401)) { Course = FaultCourse.TokenRejectedTwice, Reason = RefusalReason.Authentication, TokenKind = TokenKind.Renewing },
        .. Unclear.SelectMany(status => new Fault[]
        {
            new($"{status} once", Status(status), Accepted) { Course = FaultCourse.UnclearOnce },
            new($"{status} always", Status(status)) { Course = FaultCourse.UnclearAlways },
        }),
        new("503 once, Retry-After 7 s", Status(503, "Retry-After: 7"), Accepted) { Course = FaultCourse.UnclearOnce, Waits = [7] },
        new("503 always, Retry-After 3 s", Status(503, "Retry-After: 3")) { Course = FaultCourse.UnclearAlways, Waits = [3, 3, 4] },
        new("503, Retry-After past the deadline", Status(503, "Retry-After: 3600"), Accepted) { Course = FaultCourse.UnclearTooLongToWait },
        new("425 once", Status(425), Accepted) { Course = FaultCourse.UnsentOnce },
        new("425 always", Status(425)) { Course = FaultCourse.UnsentAlways },
        new("429 once, Retry-After 2.1 s", Status(429, "Retry-After: 2.1"), Accepted) { Course = FaultCourse.UnsentOnce, Waits = [3] },
        new("429 once", Status(429), Accepted) { Course = FaultCourse.UnsentOnce },
        new("429 always", Status(429)) { Course = FaultCourse.UnsentAlways },
        new("429 once, Retry-After 7 s", Status(429, "Retry-After: 7"), Accepted) { Course = FaultCourse.UnsentOnce, Waits = [7] },
        new("429 always, Retry-After 3 s", Status(429, "Retry-After: 3")) { Course = FaultCourse.UnsentAlways, Waits = [3, 3, 4] },
        new("429 once, Retry-After a date", Dated(AtNoon, InSevenSeconds), Accepted) { Course = FaultCourse.UnsentOnce, Waits = [7] },
        new("429 once, Retry-After a date by a clock ten minutes ahead", Dated(AtTenPast, "Retry-After: Sun, 01 Mar 2026 12:10:04 GMT"), Accepted)
        {
            Course = FaultCourse.UnsentOnce,
            Waits = [4],
        },
        new("429 always, Retry-After a date", Dated(AtNoon, InSevenSeconds)) { Course = FaultCourse.UnsentAlways, Waits = [7, 7, 7] },
        new("429 once, Retry-After a date that has passed", Dated(AtNoon, Yesterday), Accepted) { Course = FaultCourse.UnsentOnce },
        new("429 once, Retry-After negative", Status(429, "Retry-After: -5"), Accepted) { Course = FaultCourse.UnsentOnce },
        new("429, Retry-After past the deadline", Status(429, "Retry-After: 3600"), Accepted) { Course = FaultCourse.UnsentTooLongToWait },
        new("429, Retry-After a number beyond all bounds", Status(429, "Retry-After: 99999999999999999999"), Accepted) { Course = FaultCourse.UnsentTooLongToWait },
        new("302 to another host", Redirect(302)) { Course = FaultCourse.Diverted },
        new("307 to another host", Redirect(307)) { Course = FaultCourse.Diverted },
    ];

    /// <summary>An answer with a Date of its own, which only a bare socket gives.</summary>
    private static FaultStep Dated(params string[] headers) => Socket(() => Reply.Json("{}", 429, headers));

    private static Fault Refusal(int status, RefusalReason reason) => new($"{status}", Status(status)) { Course = FaultCourse.Refused, Reason = reason };
}
