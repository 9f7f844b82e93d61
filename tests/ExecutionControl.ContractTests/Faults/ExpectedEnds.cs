using ExecutionControl.Client;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.FaultCourse;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>
/// The design, written down as a table: for every course of a call its end, the requests that reach the server and the waits,
/// for the three rules of repetition. The waits are the back-off's ceilings, 1, 2 and 4 s, as the tests' jitter always draws them.
/// </summary>
internal static class ExpectedEnds
{
    private static readonly Dictionary<FaultCourse, (CallRecord Repeatable, CallRecord SameTripOnly, CallRecord Never)> Table = new()
    {
        [Settled] = Same(Applied, 1),
        [UnsentOnce] = Same(Applied, 2, 1),
        [UnsentAlways] = Same(NotApplied, 4, 1, 2, 4),
        [NothingListens] = Same(NotApplied, 0, 1, 2, 4),
        [UnsentTooLongToWait] = Same(NotApplied, 1),
        [FaultCourse.Refused] = Same(CallEnd.Refused, 1),
        [Diverted] = Same(NotApplied, 1),
        [TokenRejectedOnce] = Same(Applied, 2),
        [TokenRejectedTwice] = Same(CallEnd.Refused, 2),
        [UnclearOnce] = (Ends(AppliedAfterUnclear, 2, 1), Ends(AppliedAfterUnclear, 2, 1), Ends(UnknownUnsafe, 1)),
        [UnclearAlways] = (Ends(UnknownSafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 1)),
        [UnclearTooLongToWait] = (Ends(UnknownSafe, 1), Ends(UnknownUnsafe, 1), Ends(UnknownUnsafe, 1)),
        [UnclearThenUnsent] = (Ends(UnknownSafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 1)),
        [UnclearThenNothingListens] = (Ends(UnknownSafe, 1, 1, 2, 4), Ends(UnknownUnsafe, 1, 1), Ends(UnknownUnsafe, 1)),
        [UnclearThenAnswer] = (Ends(UnknownSafe, 2, 1), Ends(UnknownUnsafe, 2, 1), Ends(UnknownUnsafe, 1)),
        [UnsentThenUnclear] = (Ends(UnknownSafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 4, 1, 2, 4), Ends(UnknownUnsafe, 2, 1)),
        [UnsentThenUnclearThenSettled] = (Ends(AppliedAfterUnclear, 3, 1, 2), Ends(AppliedAfterUnclear, 3, 1, 2), Ends(UnknownUnsafe, 2, 1)),
        [UnsentThenRefused] = Same(CallEnd.Refused, 2, 1),
        [CancelledBeforeSending] = Same(CancelledNotApplied, 0),
        [CancelledInFlight] = (Ends(CancelledUnknownSafe, 1), Ends(CancelledUnknownUnsafe, 1), Ends(CancelledUnknownUnsafe, 1)),
        [CancelledAfterUnsent] = Same(CancelledNotApplied, 1, 1),
        [CancelledAfterUnclear] = (Ends(CancelledUnknownSafe, 1, 1), Ends(CancelledUnknownUnsafe, 1, 1), Ends(UnknownUnsafe, 1)),
    };

    public static CallRecord Of(FaultCourse course, RepeatRule rule) => rule switch
    {
        RepeatRule.Repeatable => Table[course].Repeatable,
        RepeatRule.SameTripOnly => Table[course].SameTripOnly,
        _ => Table[course].Never,
    };

    public static CallRecord Ends(CallEnd end, int requests, params double[] waits) => new(end, requests, waits);

    public static CallRecord RefusedAs(RefusalReason reason, int requests, params double[] waits) => new(CallEnd.Refused, requests, waits, reason);

    private static (CallRecord Repeatable, CallRecord SameTripOnly, CallRecord Never) Same(CallEnd end, int requests, params double[] waits) =>
        (Ends(end, requests, waits), Ends(end, requests, waits), Ends(end, requests, waits));
}
