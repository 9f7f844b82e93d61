using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Resolving goes on over rounds: what is settled stays settled, whatever becomes of the later ones.</summary>
internal static class ResolvePausedFaults
{
    private static readonly FaultStep SomeErrored = Ok("""{"pausedCount":237,"erroredCount":3,"bulkActionId":""}""");
    private static readonly FaultStep SomeErroredAndClosed =
        Socket(() => Reply.Json("""{"pausedCount":237,"erroredCount":3,"bulkActionId":""}""", 200, "Connection: close") with { End = ReplyEnd.Close });

    private static readonly FaultStep Nothing = Ok("""{"pausedCount":0,"erroredCount":0,"bulkActionId":""}""");
    private static readonly FaultStep Lost = Broken("CONNECTION_RESET_BY_PEER");

    public static IEnumerable<Fault> All =>
    [
        Resolve("nothing is paused", Ends(AlreadySo, 1), Nothing),
        Resolve("reset after the work, then nothing is paused", Ends(AppliedAfterUnclear, 2, 1), Lost, Nothing),
        Resolve("one round settles some, then the next the rest", Ends(Applied, 2, 1), SomeErrored, Accepted),
        Resolve("one round settles some, then 400", Ends(Partial, 2, 1), SomeErrored, Status(400)),
        Resolve("one round settles some, then 401 always", Ends(Partial, 2, 1), SomeErrored, Status(401)),
        Resolve("one round settles some, then 403", Ends(Partial, 2, 1), SomeErrored, Status(403)),
        Resolve("one round settles some, then 404", Ends(Partial, 2, 1), SomeErrored, Status(404)),
        Resolve("one round settles some, then 302 to another host", Ends(Partial, 2, 1), SomeErrored, Redirect(302)),
        Resolve("one round settles some, then 429 once", Ends(Applied, 3, 1, 1), SomeErrored, Status(429), Accepted),
        Resolve("one round settles some, then 429 always", Ends(Partial, 5, 1, 1, 2, 4), SomeErrored, Status(429)),
        Resolve("one round settles some, then 429 with Retry-After past the deadline", Ends(Partial, 2, 1), SomeErrored, Status(429, "Retry-After: 3600")),
        Resolve("one round settles some, then 503 once", Ends(AppliedAfterUnclear, 3, 1, 1), SomeErrored, Status(503), Accepted),
        Resolve("one round settles some, then 503 once and nothing is left", Ends(AppliedAfterUnclear, 3, 1, 1), SomeErrored, Status(503), Nothing),
        Resolve("one round settles some, then reset always", Ends(UnknownSafe, 5, 1, 1, 2, 4), SomeErrored, Lost),
        Resolve("one round settles some, then reset and 403", Ends(UnknownSafe, 3, 1, 1), SomeErrored, Lost, Status(403)),
        Resolve("one round settles some, then reset and 429 always", Ends(UnknownSafe, 5, 1, 1, 2, 4), SomeErrored, Lost, Status(429)),
        Resolve("one round settles some, then no answer in time, always", Ends(UnknownSafe, 5, 1, 1, 2, 4), SomeErrored, Silence.UntilTimeout()),
        Resolve("one round settles some, then connection refused", Ends(Partial, 1, 1, 1, 2, 4), SomeErroredAndClosed) with { StopsListening = true },
        Resolve("one round settles some, then cancelled while waiting", Ends(CancelledPartial, 1, 1), SomeErrored, Accepted) with { Cancel = CancelPoint.WhileWaiting },
        Resolve("one round settles some, then cancelled while sending", Ends(CancelledUnknownSafe, 2, 1), SomeErrored, Silence) with { Cancel = CancelPoint.AfterTheLastStep },
        Resolve("two rounds without progress", Ends(Partial, 3, 1, 2), SomeErrored, Ok("""{"pausedCount":0,"erroredCount":3,"bulkActionId":""}""")),
    ];

    private static Fault Resolve(string name, CallRecord end, params FaultStep[] steps) =>
        new(name, steps) { Ends = new Dictionary<string, CallRecord> { [ControlledOperations.ResolvePaused] = end } };
}
