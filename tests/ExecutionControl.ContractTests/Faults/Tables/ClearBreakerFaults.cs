using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>A runaway trips its breaker again at once, and a blind second clear would let it go on.</summary>
internal static class ClearBreakerFaults
{
    private static readonly FaultStep Lost = Broken("CONNECTION_RESET_BY_PEER");
    private static readonly FaultStep TrippedAgain = Body(_ => ControlledOperations.Tripped("2026-03-01T12:00:00.5Z"));

    public static IEnumerable<Fault> All =>
    [
        Clear("the breaker was closed", Ends(AlreadySo, 1), [Reached], Accepted),
        Clear("reset after the work, and the breaker is closed", Ends(AppliedAfterUnclear, 1, 1), [Unchanged, Reached], Lost, Accepted),
        Clear("reset after the work, and the breaker has tripped again", Ends(UnknownUnsafe, 1, 1), [Unchanged, TrippedAgain], Lost, Accepted),
        Clear("reset, and the breaker could not be read before", Ends(UnknownUnsafe, 1, 1), [Status(500), Unchanged], Lost, Accepted),
        Clear("reset, and the breaker cannot be read any more", Ends(UnknownUnsafe, 1, 1), [Unchanged, Status(500)], Lost, Accepted),
        Clear("reset of a clear of a closed breaker", Ends(AlreadySoAfterUnclear, 1, 1), [Reached], Lost, Accepted),
        Clear("reset, and the breaker could not be read before and is closed", Ends(UnknownUnsafe, 1, 1), [Status(500), Reached], Lost, Accepted),
        Clear("reset twice, and the breaker has tripped again in between", Ends(UnknownUnsafe, 2, 1, 2), [Unchanged, Unchanged, TrippedAgain], Lost),
        Clear("429 once, and the breaker has tripped again", Ends(Applied, 2, 1), [Unchanged, TrippedAgain], Status(429), Accepted),
        .. Decisions(ControlledOperations.ClearBreakerRun, settled: "PENDING", otherwise: "TERMINATE"),
        .. Decisions(ControlledOperations.ClearBreakerCancel, settled: "TERMINATE", otherwise: "PENDING"),
    ];

    /// <summary>A closed breaker shows nothing of the decision: only what was paused before does, watched for six seconds at most.</summary>
    private static IEnumerable<Fault> Decisions(string operation, string settled, string otherwise)
    {
        const string StillPaused = "PAUSED_BY_CIRCUIT_BREAKER";
        return
        [
            Decide("accepted", Ends(Applied, 1), StillPaused, Reached, Accepted),
            Decide("503 of a clear of a closed breaker, and what was paused still is", Ends(UnknownUnsafe, 1, 1, 1, 2, 3), StillPaused, Reached, Status(503)),
            Decide("503 of a clear of a closed breaker, and what was paused is settled", Ends(AppliedAfterUnclear, 1, 1), settled, Reached, Status(503)),
            Decide("503 of a clear of a closed breaker, and what was paused came to something else", Ends(UnknownUnsafe, 1, 1), otherwise, Reached, Status(503)),
            Decide("503 of a clear of a closed breaker, and nothing was paused", Ends(AlreadySoAfterUnclear, 1, 1), null, Reached, Status(503)),
            Decide("reset, the breaker is closed, and what was paused still is", Ends(UnknownUnsafe, 1, 1, 1, 2, 3), StillPaused, Unchanged, Lost),
            Decide("reset, the breaker is closed, and what was paused is settled", Ends(AppliedAfterUnclear, 1, 1), settled, Unchanged, Lost),
            Decide("reset, the breaker is closed, and nothing was paused", Ends(AppliedAfterUnclear, 1, 1), null, Unchanged, Lost),
        ];

        Fault Decide(string name, CallRecord end, string? state, FaultStep before, params FaultStep[] steps) => new($"{name} ({operation[(operation.LastIndexOf(' ') + 1)..]})", steps)
        {
            Ends = new Dictionary<string, CallRecord> { [operation] = end },
            Looks = [before, Reached],
            Paused = state is null ? null : StillPaused,
            Settled = state,
        };
    }

    private static Fault Clear(string name, CallRecord end, FaultStep[] looks, params FaultStep[] steps) =>
        new(name, steps) { Ends = new Dictionary<string, CallRecord> { [ControlledOperations.ClearBreaker] = end }, Looks = looks };
}
