using System.Reflection;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;

namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>The catalogue says of every operation what was decided about it, and fits together.</summary>
public sealed class ControlOperationsTests
{
    private static readonly OperationFacts[] Own =
    [
        new("automations.resolve-paused", "resolve-paused", ControlRepetition.OnCondition, true, true, true, ControlUndoExtent.None, null),
        new("automations.clear-breaker", "clear-breaker", ControlRepetition.OnCondition, false, false, true, ControlUndoExtent.None, null),
        new("automation-executions.terminate", "terminate", ControlRepetition.Always, true, false, true, ControlUndoExtent.None, null),
        new("agent-runs.resume", "resume", ControlRepetition.Never, false, false, false, ControlUndoExtent.None, null),
        new("agent-runs.ban", "ban", ControlRepetition.Always, true, true, true, ControlUndoExtent.Partial, "agent-runs.unban"),
        new("agent-runs.unban", "unban", ControlRepetition.Always, true, true, false, ControlUndoExtent.Full, "agent-runs.ban"),
        new("executions.pause", "pause", ControlRepetition.Always, true, false, false, ControlUndoExtent.Full, "executions.resume"),
        new("executions.resume", "resume", ControlRepetition.Always, true, false, false, ControlUndoExtent.Partial, "executions.pause"),
        new("executions.cancel", "cancel", ControlRepetition.Always, true, false, true, ControlUndoExtent.None, null),
        new("executions.terminate", "terminate", ControlRepetition.Always, true, false, true, ControlUndoExtent.None, null),
    ];

    public static TheoryData<OperationFacts> Changes => [.. Facts];

    private static IEnumerable<OperationFacts> Facts => Own.Concat(OperationFacts.OfOthers());

    public static TheoryData<string, string> Reads => new()
    {
        { "automations.get", "get-automation" },
        { "automations.list", "list-automations" },
        { "automation-executions.get", "get-automation-execution" },
        { "automation-executions.list", "list-automation-executions" },
        { "agent-runs.get", "get-agent-run" },
        { "agent-runs.list", "list-agent-runs" },
        { "executions.get", "get-execution" },
        { "executions.list", "list-executions" },
    };

    /// <summary>All states of a target that its service is known to have, and which of them end a wait.</summary>
    public static TheoryData<string, string[], string[], string[]> Goals => new()
    {
        {
            "automation-executions.terminate",
            ["AUTOMATION_EXECUTION_STATE_TERMINATE"],
            ["AUTOMATION_EXECUTION_STATE_TERMINATE"],
            ["AUTOMATION_EXECUTION_STATE_DONE", "AUTOMATION_EXECUTION_STATE_ERROR"]
        },
        {
            "agent-runs.resume",
            [],
            ["ACTIVE", "RUNNING", "PENDING", "EVALUATION", "COMPLETE", "COMPLETED"],
            ["ERROR", "FAILED", "CANCELLED", "STOPPED", "TIMEOUT", "MAX_ITERATIONS_REACHED", "OUT_OF_TOKENS"]
        },
        { "executions.pause", ["paused"], ["paused"], ["completed", "failed", "cancelled", "terminated"] },
        { "executions.resume", ["running", "waiting_for_input"], ["running", "waiting_for_input", "completed"], ["failed", "cancelled", "terminated"] },
        { "executions.cancel", ["cancelled", "terminated"], ["cancelled", "terminated"], ["completed", "failed"] },
        { "executions.terminate", ["cancelled", "terminated"], ["cancelled", "terminated"], ["completed", "failed"] },
    };

    [Fact]
    public void All_Operations_AreCalledAsTheClientsMethods()
    {
        static IEnumerable<string> MethodsOf(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.Name)
            .Where(name => name.EndsWith("Async", StringComparison.Ordinal));

        var operations = typeof(ControlOperations).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(ControlOperation))
            .Select(property => (Method: $"{property.Name}Async", Operation: (ControlOperation)property.GetValue(null)!))
            .ToLookup(entry => entry.Operation.Service);
        foreach (var (service, client, requests) in ((ControlService, Type, Type)[])
        [
            (ControlService.ConductorOne, typeof(ConductorOneClient), typeof(ConductorOneRequests)),
            (ControlService.Codegen, typeof(CodegenClient), typeof(CodegenRequests)),
            (ControlService.Kubiya, typeof(KubiyaClient), typeof(KubiyaRequests)),
        ])
        {
            var calls = MethodsOf(client).Where(name => !name.StartsWith("Wait", StringComparison.Ordinal) && name != "GetAccessTokenAsync");
            Assert.Equal(operations[service].Select(entry => entry.Method).Order(), calls.Order());
            Assert.Equal(operations[service].Where(entry => entry.Operation.ChangesState).Select(entry => entry.Method).Order(), MethodsOf(requests).Order());
        }
    }

    [Theory]
    [InlineData("COMPLETE")]
    [InlineData("completed")]
    public void AgentRunState_EitherWordForCompleted_IsOneState(string word)
    {
        var state = new AgentRunState(word);

        Assert.Equal(AgentRunState.Completed, state);
        Assert.Equal(AgentRunState.Completed.GetHashCode(), state.GetHashCode());
        Assert.Equal((word, true), (state.Value, state.IsFinal));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Find_Change_SaysWhatWasDecided(OperationFacts facts)
    {
        var (id, name, repetition, isSafeToRepeat, settlesMany, needsConfirmation, undo, undoneBy) = facts;
        var operation = Find(id);

        Assert.True(operation.ChangesState);
        Assert.Equal(name, operation.Name);
        Assert.Equal(repetition, operation.Repetition);
        Assert.Equal(isSafeToRepeat, operation.IsSafeToRepeat);
        Assert.Equal(isSafeToRepeat, operation.AdviceWhenUnsafe is null);
        Assert.Equal(settlesMany, operation.SettlesMany);
        Assert.Equal(needsConfirmation, operation.NeedsConfirmation);
        Assert.Equal(undo, operation.Undo!.Extent);
        Assert.Equal(undoneBy, operation.Undo.OperationId);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public void Find_Read_ChangesNothing(string id, string name)
    {
        var operation = Find(id);

        Assert.False(operation.ChangesState);
        Assert.Equal(name, operation.Name);
        Assert.Equal(ControlRepetition.Always, operation.Repetition);
        Assert.True(operation.IsSafeToRepeat);
        Assert.False(operation.SettlesMany || operation.NeedsConfirmation);
        Assert.Null(operation.Undo);
        Assert.Null(operation.Goal);
        Assert.Null(operation.AdviceWhenUnsafe);
    }

    [Fact]
    public void All_Operations_AreTheTwoTablesAndTheProperties()
    {
        string[] described = [.. Facts.Select(facts => facts.Id), .. Reads.Select(row => (string)row[0])];
        var properties = typeof(ControlOperations).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(ControlOperation))
            .Select(property => (ControlOperation)property.GetValue(obj: null)!)
            .ToList();

        Assert.Equal(described.Order(StringComparer.Ordinal), ControlOperations.All.Select(operation => operation.Id).Order(StringComparer.Ordinal));
        Assert.Equal(properties.Select(operation => operation.Id).Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
        Assert.Equal(described.Length, described.Distinct(StringComparer.Ordinal).Count());
        Assert.All(properties, operation => Assert.Same(operation, ControlOperations.Find(operation.Id)));
    }

    [Fact]
    public void All_Names_AreOneOfAKindWithinTheirKindOfTarget() => Assert.All(
        ControlOperations.All.GroupBy(operation => (operation.TargetKind, operation.Name)),
        group => Assert.Single(group));

    [Fact]
    public void All_Texts_AreThere() => Assert.All(ControlOperations.All, operation =>
    {
        Assert.StartsWith($"{operation.TargetKind.Id}.", operation.Id, StringComparison.Ordinal);
        Assert.Equal(operation.Id, operation.ToString());
        Assert.Contains("'the target'", operation.Describe("the target"), StringComparison.Ordinal);
        Assert.NotEmpty(operation.RepetitionReason);
        Assert.False(operation.RepetitionReason.EndsWith('.'));
        Assert.Equal(operation.TargetKind.Service, operation.Service);
    });

    [Fact]
    public void All_Undo_IsAnotherOperationOfTheSameKindOfTarget() => Assert.All(
        ControlOperations.All.Where(operation => operation.Undo is { OperationId: not null }),
        operation =>
        {
            var undo = Find(operation.Undo!.OperationId!);
            Assert.True(undo.ChangesState);
            Assert.NotSame(operation, undo);
            Assert.Same(operation.TargetKind, undo.TargetKind);
        });

    [Fact]
    public void All_Undo_HasAnOperationWhereItIsPossible() => Assert.All(
        ControlOperations.All.Where(operation => operation.Undo is not null),
        operation => Assert.Equal(operation.Undo!.Extent == ControlUndoExtent.None, operation.Undo.OperationId is null));

    [Theory]
    [InlineData("agent-runs.ban", "in part: 'ectl agent-runs unban' lets later checks start agents again; what was stopped stays stopped")]
    [InlineData("executions.pause", "yes: 'ectl executions resume' lets them go on")]
    [InlineData("executions.terminate", "no: it cannot be undone, and an execution does not clean up")]
    public void Undo_ToStringWithNames_IsOneClause(string id, string clause) =>
        Assert.Equal(clause, Find(id).Undo!.ToString(static other => $"'ectl {other.Replace('.', ' ')}'"));

    [Fact]
    public void Undo_ToString_NamesTheOperationById() =>
        Assert.Equal("yes: executions.resume lets them go on", ControlOperations.PauseExecution.Undo!.ToString());

    [Theory]
    [MemberData(nameof(Goals))]
    public void Goal_OfTargetState_HoldsTheStates(string id, string[] proving, string[] verifying, string[] contradicting)
    {
        var goal = Find(id).Goal!;

        Assert.Equal(ControlGoalKind.TargetState, goal.Kind);
        Assert.Equal(proving, goal.Proving);
        Assert.Equal(verifying, goal.Verifying);
        Assert.Equal(contradicting, goal.Contradicting);
        Assert.All(verifying, state => Assert.Equal(WaitOutcome.Verified, goal.Judge(state.ToUpperInvariant())));
        Assert.All(contradicting, state => Assert.Equal(WaitOutcome.Contradicted, goal.Judge(state.ToLowerInvariant())));
        Assert.All(proving, state => Assert.True(goal.IsProvenBy(state)));
        Assert.All(contradicting, state => Assert.False(goal.IsProvenBy(state)));
        Assert.Equal(WaitOutcome.StillInFlight, goal.Judge("a state that nobody knows"));
        Assert.Equal(WaitOutcome.StillInFlight, goal.Judge(null));
    }

    /// <summary>A goal that misses a final state waits for ever on a target that has come to its end.</summary>
    [Fact]
    public void Goal_EveryFinalState_EndsTheWait()
    {
        AssertEnds(ControlTargetKind.AutomationExecution, value => new AutomationExecutionState(value), state => (state.Value, state.IsFinal));
        AssertEnds(ControlTargetKind.AgentRun, value => new AgentRunState(value), state => (state.Value, state.IsFinal));
        AssertEnds(ControlTargetKind.Execution, value => new KubiyaExecutionState(value), state => (state.Value, state.IsFinal));

        static void AssertEnds<TState>(ControlTargetKind kind, Func<string, TState> make, Func<TState, (string Value, bool IsFinal)> read)
        {
            var named = typeof(TState).GetProperties(BindingFlags.Public | BindingFlags.Static)
                .Select(property => (TState)property.GetValue(obj: null)!)
                .ToList();
            var states = named.ConvertAll(state => read(state));
            var goals = ControlOperations.All.Where(operation => operation.TargetKind == kind)
                .Select(operation => operation.Goal)
                .OfType<ControlGoal>()
                .ToList();
            Assert.NotEmpty(goals);
            Assert.Contains(states, state => state.IsFinal);
            Assert.All(goals, goal =>
            {
                Assert.All(states.Where(state => state.IsFinal), state => Assert.NotEqual(WaitOutcome.StillInFlight, goal.Judge(state.Value)));
                Assert.All(goal.Contradicting, value => Assert.Contains(states, state => state == (value, true)));
                Assert.All(goal.Verifying, value => Assert.Contains(make(value), named));
            });
        }
    }

    [Theory]
    [InlineData("automations.resolve-paused", null, ControlGoalKind.PausedBacklog)]
    [InlineData("automations.resolve-paused", "run", ControlGoalKind.PausedBacklog)]
    [InlineData("automations.resolve-paused", "cancel", ControlGoalKind.PausedBacklog)]
    [InlineData("automations.clear-breaker", null, ControlGoalKind.CircuitBreaker)]
    [InlineData("automations.clear-breaker", "run", ControlGoalKind.PausedBacklog)]
    [InlineData("automations.clear-breaker", "cancel", ControlGoalKind.PausedBacklog)]
    public void WithDecision_Automation_HasItsGoal(string id, string? decision, ControlGoalKind goal) =>
        Assert.Equal(goal, Find(id).WithDecision(decision).Goal!.Kind);

    [Theory]
    [InlineData("automations.resolve-paused", "run", "no: each can only be terminated by its own id, while it runs")]
    [InlineData("automations.resolve-paused", "cancel", "no: cancelled executions stay terminated")]
    [InlineData("automations.clear-breaker", null, "no: new events start executions again until the breaker trips by itself")]
    [InlineData("automations.clear-breaker", "run", "no: new events start executions again until the breaker trips by itself")]
    [InlineData("automations.clear-breaker", "cancel", "no: cancelled executions stay terminated, and new events start executions again")]
    public void WithDecision_Automation_SaysHowItIsUndone(string id, string? decision, string undo) =>
        Assert.Equal(undo, Find(id).WithDecision(decision).Undo!.ToString());

    [Fact]
    public void WithDecision_Decided_DiffersInNothingElse() => Assert.All(
        from operation in ControlOperations.All from decision in operation.Decisions select (operation, operation.WithDecision(decision)),
        pair =>
        {
            var (general, decided) = pair;
            Assert.Equal(general.Id, decided.Id);
            Assert.Equal(general.Name, decided.Name);
            Assert.Same(general.TargetKind, decided.TargetKind);
            Assert.Equal(general.Repetition, decided.Repetition);
            Assert.Equal(general.IsSafeToRepeat, decided.IsSafeToRepeat);
            Assert.Equal(general.NeedsConfirmation, decided.NeedsConfirmation);
            Assert.True(decided.SettlesMany);
        });

    [Fact]
    public void WithDecision_ClearBreaker_AdvisesToResolveTheRest() =>
        Assert.Contains("resolve-paused", ControlOperations.ClearCircuitBreaker.WithDecision("run").AdviceWhenUnsafe!, StringComparison.Ordinal);

    [Fact]
    public void WithDecision_OneThatTakesNone_Throws() =>
        Assert.Throws<ArgumentException>(() => ControlOperations.PauseExecution.WithDecision("run"));

    [Fact]
    public void Decisions_OfAutomations_AreTheClients() => Assert.All(
        [ControlOperations.ResolvePausedExecutions, ControlOperations.ClearCircuitBreaker],
        operation => Assert.Equal(
            Enum.GetNames<PausedExecutionDecision>().Where(static name => name != nameof(PausedExecutionDecision.None)).Order(StringComparer.OrdinalIgnoreCase),
            operation.Decisions,
            StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Find_UnknownId_GivesNull() => Assert.Null(ControlOperations.Find("automations.explode"));

    private static ControlOperation Find(string id) => ControlOperations.Find(id) ?? throw new InvalidOperationException($"There is no {id}.");
}
