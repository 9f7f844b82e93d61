using ExecutionControl.Client;
using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Faults one after another, and what a look at the target makes of them.</summary>
internal static class PairFaults
{
    private static readonly FaultStep Lost = Broken("CONNECTION_RESET_BY_PEER");

    public static IEnumerable<Fault> All =>
    [
        new("reset, then 429 always", Lost, Status(429)) { Course = FaultCourse.UnclearThenUnsent },
        new("reset, then connection refused", Socket(() => Reply.Reset)) { Course = FaultCourse.UnclearThenNothingListens, StopsListening = true },
        new("reset, then 400", Lost, Status(400)) { Course = FaultCourse.UnclearThenAnswer },
        new("reset, then 401 always", Lost, Status(401)) { Course = FaultCourse.UnclearThenAnswer },
        new("reset, then 403", Lost, Status(403)) { Course = FaultCourse.UnclearThenAnswer },
        new("reset, then 404", Lost, Status(404)) { Course = FaultCourse.UnclearThenAnswer },
        new("503, then 409", Status(503), Status(409)) { Course = FaultCourse.UnclearThenAnswer },
        new("reset, then 302 to another host", Lost, Redirect(302)) { Course = FaultCourse.UnclearThenAnswer },
        new("429, then 403", Status(429), Status(403)) { Course = FaultCourse.UnsentThenRefused, Reason = RefusalReason.Permission },
        new("429, then reset always", Status(429), Lost) { Course = FaultCourse.UnsentThenUnclear },
        new("429, then reset, then accepted", Status(429), Lost, Accepted) { Course = FaultCourse.UnsentThenUnclearThenSettled },
        new("reset always, while the target has become as wanted", Lost) { Ends = ReachedMeanwhile, Looks = [Reached] },
        new("reset, then 403, while the target has become as wanted", Lost, Status(403)) { Ends = ReachedAfterTwo, Looks = [Reached] },
        new("reset always, and the target cannot be read", Lost) { Ends = NoLook, Looks = [Status(500)] },
    ];

    // The breaker is looked at before, too: for it there are rows of their own.
    private static IEnumerable<ControlledOperation> AllButClear => ControlledOperations.All.Where(operation => operation.Rule != RepeatRule.SameTripOnly);

    private static Dictionary<string, CallRecord> ReachedMeanwhile => AllButClear.ToDictionary(operation => operation.Name, operation => operation switch
    {
        { Rule: RepeatRule.Never } => Ends(UnknownUnsafe, 1),
        { LookProves: true } => Ends(AppliedAfterUnclear, 4, 1, 2, 4),
        _ => Ends(UnknownSafe, 4, 1, 2, 4),
    });

    private static Dictionary<string, CallRecord> ReachedAfterTwo => AllButClear.ToDictionary(operation => operation.Name, operation => operation switch
    {
        { Rule: RepeatRule.Never } => Ends(UnknownUnsafe, 1),
        { LookProves: true } => Ends(AppliedAfterUnclear, 2, 1),
        _ => Ends(UnknownSafe, 2, 1),
    });

    private static Dictionary<string, CallRecord> NoLook => ControlledOperations.All.ToDictionary(operation => operation.Name, operation => operation.Rule switch
    {
        RepeatRule.Never => Ends(UnknownUnsafe, 1),
        RepeatRule.SameTripOnly => Ends(UnknownUnsafe, 1, 1),
        _ => Ends(UnknownSafe, 4, 1, 2, 4),
    });
}
