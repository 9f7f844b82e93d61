using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations.AutomationExecutions;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Tests.Outcomes;

public sealed class ExitCodeMappingTests
{
    private static readonly ControlCallDetails Details = new() { Service = ControlService.ConductorOne, Operation = "terminate", Target = "1" };

    [Theory]
    [InlineData(ControlOutcome.Applied, null, 0)]
    [InlineData(ControlOutcome.AlreadySo, null, 0)]
    [InlineData(ControlOutcome.Applied, "may still run", 9)]
    [InlineData(ControlOutcome.Partial, null, 6)]
    [InlineData(ControlOutcome.Partial, "may still run", 6)]
    public void Accepted_Result_FollowsOutcomeAndWarning(ControlOutcome outcome, string? warning, int expected) =>
        Assert.Equal(expected, (int)new TerminateAutomationExecution().Accepted(new TerminateAutomationExecutionResult
        {
            Service = ControlService.ConductorOne,
            Target = "1",
            Outcome = outcome,
            Warning = warning,
        }).ExitCode);

    [Theory]
    [InlineData(RefusalReason.Authentication, 3)]
    [InlineData(RefusalReason.Permission, 3)]
    [InlineData(RefusalReason.NotFound, 4)]
    [InlineData(RefusalReason.State, 5)]
    [InlineData(RefusalReason.Validation, 5)]
    [InlineData(RefusalReason.Other, 5)]
    public void Of_Refusal_FollowsItsReason(RefusalReason reason, int expected) =>
        Assert.Equal(expected, (int)ExitCodeMapping.Of(new ControlCallRefusedException("no", reason, Details)));

    [Fact]
    public void Of_NotApplied_IsSeven() =>
        Assert.Equal(ExitCode.NotApplied, ExitCodeMapping.Of(new ControlCallNotAppliedException("unreachable", Details)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_Unknown_IsEightHoweverSafe(bool safeToRepeat) =>
        Assert.Equal(ExitCode.Unknown, ExitCodeMapping.Of(new ControlCallUnknownException("lost", safeToRepeat, Details)));
}
