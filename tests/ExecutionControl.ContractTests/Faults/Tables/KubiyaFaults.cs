using ExecutionControl.Client;
using static ExecutionControl.ContractTests.Faults.CallEnd;
using static ExecutionControl.ContractTests.Faults.ExpectedEnds;
using static ExecutionControl.ContractTests.Faults.FaultStep;

namespace ExecutionControl.ContractTests.Faults.Tables;

/// <summary>Answers that only Kubiya gives, and one of ConductorOne's.</summary>
internal static class KubiyaFaults
{
    private static readonly string[] Commands = ["Kubiya pause", "Kubiya resume", "Kubiya cancel", "Kubiya terminate"];
    private static readonly string[] AnsweringWithStatus = Commands[..3];
    private static readonly FaultStep MalformedId = StatusAndBody(500, """{"detail":"Failed to control execution: badly formed hexadecimal UUID string"}""");
    private static readonly FaultStep Lost = Broken("CONNECTION_RESET_BY_PEER");

    public static IEnumerable<Fault> All =>
    [
        new("500 that names a malformed id", MalformedId) { Only = Commands, Course = FaultCourse.Refused, Reason = RefusalReason.Validation },
        new("200 with success false, the execution is completed", Refusal("completed")) { Only = Commands, Course = FaultCourse.Refused, Reason = RefusalReason.State },
        new("200 with success false that names the goal", RefusalAtGoal) { Ends = Same(AnsweringWithStatus, Ends(AlreadySo, 1)) },
        new("reset, then 200 with success false that names the goal", Lost, RefusalAtGoal) { Ends = Same(AnsweringWithStatus, Ends(AlreadySoAfterUnclear, 2, 1)) },
        new("reset, then 200 with success false, the execution is completed", Lost, Refusal("completed")) { Only = Commands, Course = FaultCourse.UnclearThenAnswer },
        new("reset, then 500 that names a malformed id", Lost, MalformedId) { Only = Commands, Course = FaultCourse.UnclearThenAnswer },
        new("200 without success, always", Ok("""{"message":"ok"}""")) { Only = Commands, Course = FaultCourse.UnclearAlways },
        new("200 with success as text, always", Ok("""{"success":"true"}""")) { Only = Commands, Course = FaultCourse.UnclearAlways },
        new("200 without success, and the execution is as wanted", Ok("{}")) { Ends = Same(Commands, Ends(AppliedAfterUnclear, 4, 1, 2, 4)), Looks = [Reached] },
        new("200 with a warning", Ok("""{"success":true,"warning":"the workflow engine could not be reached"}""")) { Only = Commands, Course = FaultCourse.Settled },
        new("400 with google.rpc's code 9", StatusAndBody(400, """{"code":9,"message":"is being deleted","details":[]}"""))
        {
            Only = [ControlledOperations.ResolvePaused, ControlledOperations.ClearBreaker, "C1 terminate"],
            Course = FaultCourse.Refused,
            Reason = RefusalReason.State,
        },
    ];

    private static FaultStep RefusalAtGoal => Body(operation => RefusalBody(operation.Operation switch
    {
        "pause" => "paused",
        "resume" => "waiting_for_input",
        _ => "terminated",
    }));

    private static FaultStep Refusal(string status) => Ok(RefusalBody(status));

    private static string RefusalBody(string status) => $$"""{"success":false,"error":"not possible (status: {{status}})","status":"{{status}}"}""";

    private static Dictionary<string, CallRecord> Same(IEnumerable<string> operations, CallRecord end) => operations.ToDictionary(operation => operation, _ => end);
}
