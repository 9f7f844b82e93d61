using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>The client and the server both keep to the specifications: Prism, which knows nothing else, stands between them and finds no fault.</summary>
public sealed class PrismTests
{
    [Fact]
    public async Task PositivePath_ThroughPrism_ShowsNoViolation()
    {
        var journal = new List<RequestJournalEntry>();
        foreach (var group in ContractSuite.All.Where(check => check.IsPositivePath).GroupBy(check => check.ResolveAnswer))
        {
            // The other answer is one that ConductorOne alone gives.
            IReadOnlyList<string> specifications = group.Key == ResolveAnswer.BulkAction ? [Specifications.ConductorOne] : Specifications.All;
            await using var stage = await PrismStage.StartAsync(group.Key, specifications);
            foreach (var check in group)
            {
                var run = await CheckRun.OfAsync(check, stage.Target);
                Assert.True(run.Verdict == CheckVerdict.Kept, $"{run}\n{string.Join('\n', stage.Violations)}");
                journal.AddRange(stage.Server.Journal.Entries);
            }

            Assert.Empty(stage.Violations);
            Assert.Empty(await stage.ComplaintsAsync());
        }

        Assert.Empty(OperationCoverage.Missing(journal));
    }

    [Fact]
    public async Task BrokenServer_ThroughPrism_ShowsEachViolation()
    {
        await using var stage = await PrismStage.StartAsync(
            ResolveAnswer.Counts,
            [Specifications.ConductorOne, Specifications.Codegen],
            ContractViolation.CountAsString,
            ContractViolation.Int64AsNumber,
            ContractViolation.RunIdAsString,
            ContractViolation.ValidationAsText);
        using var context = new CheckContext(stage.Target);
        await context.Control.ResetAsync();

        await FailsAsync(stage, () => context.ConductorOne().ResolvePausedExecutionsAsync(SuiteSeed.Tripped, Client.ConductorOne.PausedExecutionDecision.Run), "pausedCount must be integer");
        await FailsAsync(stage, () => context.ConductorOne().GetAutomationExecutionAsync(SuiteSeed.RunningExecution), "automationExecution.id must be string");
        await FailsAsync(stage, () => context.Codegen().ListAgentRunsAsync().CountAsync().AsTask(), "items.0.id must be integer");
        await FailsAsync(stage, () => context.Codegen().ResumeAgentRunAsync(SuiteSeed.ActiveRun, "go on"), "detail must be array");

        // The specification demands few fields; this is one of them.
        await context.Control.AddRulesAsync("""{ "rules": [ { "operation": "GetAgentRun", "status": 200, "body": "{\"id\": 101, \"status\": \"PAUSED\"}" } ] }""");
        await FailsAsync(stage, () => context.Codegen().GetAgentRunAsync(SuiteSeed.PausedRun), "must have required property 'organization_id'");

        Assert.Equal(stage.Violations.Count, (await stage.ComplaintsAsync()).Count(line => line.Contains("Request/Response not valid", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RequestThatIsNotSpecified_ThroughPrism_IsAViolation()
    {
        await using var stage = await PrismStage.StartAsync(ResolveAnswer.Counts, Specifications.All);
        using var context = new CheckContext(stage.Target);
        await context.Control.ResetAsync();

        var noDecision = await context.ConductorOneWire.PostAsync($"/api/v1/automations/{SuiteSeed.Tripped}/circuit_breaker/resolve_paused", """{ "decision": "STOP" }""");
        var noReason = await context.KubiyaWire.PostAsync($"/api/v1/executions/{SuiteSeed.Running}/terminate", "{}");
        var noPath = await context.CodegenWire.GetAsync($"/v1/organizations/{stage.Target.OrganizationId}/agent/none");

        Assert.All([noDecision, noReason, noPath], answer => Assert.Equal("application/problem+json", answer.Header("Content-Type")));
        Assert.Equal(3, (await stage.ComplaintsAsync()).Count(line => line.Contains("Request terminated with error", StringComparison.Ordinal)));
        Assert.Equal(0, await context.Control.CountAsync(OperationNames.TerminateExecution));
    }

    private static async Task FailsAsync(PrismStage stage, Func<Task> call, string violation)
    {
        var before = stage.Violations.Count;
        await Assert.ThrowsAnyAsync<Client.ControlCallException>(call);
        Assert.Contains(stage.Violations.Skip(before), found => found.Contains(violation, StringComparison.Ordinal));
    }
}
