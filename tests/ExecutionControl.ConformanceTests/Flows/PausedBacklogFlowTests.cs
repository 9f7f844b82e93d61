using System.Text.RegularExpressions;
using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.ConformanceTests.Tools;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Flows;

/// <summary>The life of a paused backlog, run by somebody who knows the specification and nothing of the client.</summary>
public sealed partial class PausedBacklogFlowTests
{
    private const string Resolve = "POST /api/v1/automations/{id}/circuit_breaker/resolve_paused";
    private const string Search = "POST /api/v1/search/all_automation_executions";

    private static readonly string Folder = Path.Combine(NodeTools.ProjectFolder, "Flows");
    private static readonly string Flow = Path.Combine(Folder, "paused-backlog.arazzo.yaml");

    [Fact]
    public async Task Flow_HealthyServer_RunsToItsEnd()
    {
        await using var server = await ReferenceServer.StartAsync();

        var run = await FlowRun.OfAsync(Flow, server);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("Steps: 16 passed, 16 total", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, server.Journal.Count(OperationNames.ResolvePaused));
        Assert.Equal(1, server.Journal.Count(OperationNames.ClearBreaker));
        Assert.Equal((0L, false), (server.State.Automation("aut_leavers").PausedCount, server.State.Automation("aut_leavers").IsTripped));
        Assert.DoesNotContain(server.Credentials.ControlToken!, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ContractViolation.CountAsString, Resolve)]
    [InlineData(ContractViolation.UnsetAsMissing, Search)]
    [InlineData(ContractViolation.Int64AsNumber, Search)]
    [InlineData(ContractViolation.EndlessPages, Search)]
    public async Task Flow_BrokenServer_FailsWhereItIsBroken(ContractViolation violation, string request)
    {
        await using var server = await ReferenceServer.StartAsync(new() { ContractViolations = { violation } });

        var run = await FlowRun.OfAsync(Flow, server);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"✗ {request}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trip", "readTripped")]
    [InlineData("letFail", "resolve")]
    [InlineData("letResolve", "resolveAgain")]
    [InlineData("clear", "readCleared")]
    public async Task Flow_WithoutOneOfItsSteps_FailsAtWhatComesOfIt(string missing, string fails)
    {
        await using var server = await ReferenceServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("execution-control-");
        try
        {
            var steps = StepStart().Split(await File.ReadAllTextAsync(Flow)).Where(step => !step.Contains($"- stepId: {missing}\n", StringComparison.Ordinal));
            var flow = Path.Combine(folder.FullName, "paused-backlog.arazzo.yaml");
            await File.WriteAllTextAsync(
                flow, string.Concat(steps).Replace("url: ../../../openapi/conductorone.yaml", "url: conductorone.yaml", StringComparison.Ordinal));
            File.Copy(Specifications.ConductorOne, Path.Combine(folder.FullName, "conductorone.yaml"));
            File.Copy(Path.Combine(Folder, "control.yaml"), Path.Combine(folder.FullName, "control.yaml"));

            var run = await FlowRun.OfAsync(flow, server);

            Assert.Equal(1, run.ExitCode);
            Assert.Matches($"✗ .* - step {fails} *\n", run.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("^(?=      - stepId: )", RegexOptions.Multiline, 1000)]
    private static partial Regex StepStart();
}
