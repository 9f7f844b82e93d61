namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>What was decided about disabling and enabling an automation.</summary>
public sealed class AutomationSwitchTests : IOperationFacts
{
    IEnumerable<OperationFacts> IOperationFacts.Facts =>
    [
        new("automations.disable", "disable", ControlRepetition.Always, true, false, false, ControlUndoExtent.Full, "automations.enable"),
        new("automations.enable", "enable", ControlRepetition.Always, true, false, false, ControlUndoExtent.Partial, "automations.disable"),
    ];

    [Theory]
    [InlineData("automations.disable", "disabled", "enabled")]
    [InlineData("automations.enable", "enabled", "disabled")]
    public void Goal_OfEnabling_IsProvenByThatStateAlone(string id, string wanted, string other)
    {
        var goal = ControlOperations.Find(id)!.Goal!;

        Assert.Equal(ControlGoalKind.AutomationEnabled, goal.Kind);
        Assert.Equal((WaitOutcome.Verified, WaitOutcome.StillInFlight), (goal.Judge(wanted), goal.Judge(other)));
        Assert.Equal((true, false), (goal.IsProvenBy(wanted), goal.IsProvenBy(other)));
    }
}
