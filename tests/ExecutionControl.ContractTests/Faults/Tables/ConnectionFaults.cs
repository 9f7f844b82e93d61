using ExecutionControl.Client.Tests.Wire;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Connections that are not made, or break.</summary>
internal static class ConnectionFaults
{
    public static IEnumerable<Fault> All =>
    [
        new("connection refused") { Course = FaultCourse.NothingListens, Listens = false },
        new("reset before the answer, once", Broken("CONNECTION_RESET_BY_PEER"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("reset before the answer, always", Broken("CONNECTION_RESET_BY_PEER")) { Course = FaultCourse.UnclearAlways },
        new("reset of a connection that was open, once", Socket(() => Reply.Reset), Accepted) { Course = FaultCourse.UnclearOnce, ReusesConnection = true },
        new("reset during the answer's head, once", Socket(() => Reply.Raw("HTTP/1.1 200 O", ReplyEnd.Reset)), Accepted) { Course = FaultCourse.UnclearOnce },
        new("reset during the answer's body, once", Socket(() => Reply.Raw(BodyFaults.HalfAnAnswer, ReplyEnd.Reset)), Accepted) { Course = FaultCourse.UnclearOnce },
        new("reset during the answer's body, always", Socket(() => Reply.Raw(BodyFaults.HalfAnAnswer, ReplyEnd.Reset))) { Course = FaultCourse.UnclearAlways },
        new("reset after the answer", Socket(operation => Reply.Json(operation.Accepted) with { End = ReplyEnd.Reset })) { Course = FaultCourse.Settled },
        new("closed without an answer, once", Broken("EMPTY_RESPONSE"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("closed without an answer, always", Broken("EMPTY_RESPONSE")) { Course = FaultCourse.UnclearAlways },
        new("garbage in place of an answer, once", Broken("RANDOM_DATA_THEN_CLOSE"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("garbage in place of an answer, always", Broken("RANDOM_DATA_THEN_CLOSE")) { Course = FaultCourse.UnclearAlways },
        new("garbage after 200, once", Broken("MALFORMED_RESPONSE_CHUNK"), Accepted) { Course = FaultCourse.UnclearOnce },
        new("garbage after 200, always", Broken("MALFORMED_RESPONSE_CHUNK")) { Course = FaultCourse.UnclearAlways },
    ];
}
