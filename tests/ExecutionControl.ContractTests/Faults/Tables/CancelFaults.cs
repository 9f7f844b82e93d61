using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>The caller gives up.</summary>
internal static class CancelFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("cancelled before the call", Accepted) { Course = FaultCourse.CancelledBeforeSending, Cancel = CancelPoint.BeforeTheCall },
        new("cancelled while connecting", Silence) { Course = FaultCourse.CancelledBeforeSending, Cancel = CancelPoint.WhileConnecting },
        new("cancelled while sending", Silence) { Course = FaultCourse.CancelledInFlight, Cancel = CancelPoint.AfterTheLastStep },
        new("cancelled while reading", Socket(() => Reply.Raw(BodyFaults.HalfAnAnswer, ReplyEnd.Hang))) { Course = FaultCourse.CancelledInFlight, Cancel = CancelPoint.AfterTheLastStep },
        new("cancelled while waiting after 429", Status(429), Accepted) { Course = FaultCourse.CancelledAfterUnsent, Cancel = CancelPoint.WhileWaiting },
        new("cancelled while waiting after 503", Status(503), Accepted) { Course = FaultCourse.CancelledAfterUnclear, Cancel = CancelPoint.WhileWaiting },
        new("reset, 403, then cancelled while looking", Socket(() => Reply.Reset), Status(403))
        {
            Ends = ControlledOperations.All
                .Where(operation => operation is { UnchangedState: not null, Rule: not RepeatRule.SameTripOnly })
                .ToDictionary(operation => operation.Name, operation => operation.Rule == RepeatRule.Never ? Ends(CancelledUnknownUnsafe, 1) : Ends(CancelledUnknownSafe, 2, 1)),
            Looks = [Silence],
            Cancel = CancelPoint.WhileLooking,
        },
    ];
}
