using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>A broken promise is told from a check that found nothing out.</summary>
public sealed class CheckRunTests : IAsyncLifetime
{
    private ReferenceServer _server = null!;

    public async Task InitializeAsync() => _server = await ContractSuite.StartAsync(ResolveAnswer.Counts, violations: [], CancellationToken.None);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OfAsync_AnswerIsNotAsPromised_IsBroken()
    {
        Assert.Equal(CheckVerdict.Broken, await VerdictAsync(async context => (await context.KubiyaWire.GetAsync("/api/v1/executions")).Expect(201)));
        Assert.Equal(CheckVerdict.Broken, await VerdictAsync(async context => (await context.KubiyaWire.GetAsync("/api/v1/executions")).Text("none")));
        Assert.Equal(CheckVerdict.Broken, await VerdictAsync(context => context.Kubiya().PauseExecutionAsync(SuiteSeed.Unknown)));
        Assert.Equal(CheckVerdict.Broken, await VerdictAsync(_ => { Assert.Fail("broken"); return Task.CompletedTask; }));
    }

    [Fact]
    public async Task OfAsync_SetUpFails_IsNoFindingAboutTheContract()
    {
        var run = await CheckRun.OfAsync(new ContractCheck("", context => context.Control.AddRulesAsync("""{ "ruels": [] }""")), CheckTarget.Of(_server));

        Assert.Equal(CheckVerdict.Failed, run.Verdict);
        Assert.IsType<SetUpFailedException>(run.Cause);
    }

    [Fact]
    public async Task OfAsync_ServerIsGone_IsNoFindingAboutTheContract()
    {
        var target = CheckTarget.Of(_server);
        await _server.DisposeAsync();

        Assert.Equal(CheckVerdict.Failed, (await CheckRun.OfAsync(new ContractCheck("", _ => Task.CompletedTask), target)).Verdict);
    }

    [Fact]
    public async Task OfAsync_CheckIsAtFault_IsNoFindingAboutTheContract() =>
        Assert.Equal(CheckVerdict.Failed, await VerdictAsync(_ => throw new InvalidOperationException("a slip")));

    [Fact]
    public async Task OfAsync_StateOfTheCheckBefore_IsGone()
    {
        await VerdictAsync(async context =>
        {
            await context.Kubiya().PauseExecutionAsync(SuiteSeed.Running);
            await context.Control.FreezeClockAsync();
            await context.Control.AdvanceClockAsync(TimeSpan.FromMinutes(50));
            await context.Control.AddRulesAsync("""{ "rateLimits": true, "rules": [ { "status": 503 } ] }""");
            await context.Control.SetTokenLifetimeAsync(TimeSpan.FromSeconds(1));
        });

        Assert.Equal(CheckVerdict.Kept, await VerdictAsync(async context =>
        {
            Assert.Equal("running", (await context.KubiyaWire.GetAsync($"/api/v1/executions/{SuiteSeed.Running}")).Expect(200).Text("status"));
            Assert.Equal(1, await context.Control.CountAsync(OperationNames.GetExecution));
            Assert.False(_server.Clock.IsFrozen);
            Assert.Equal(TimeSpan.FromHours(1), _server.TokenLifetime);
            Assert.InRange(_server.Clock.GetUtcNow() - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(-30), TimeSpan.FromSeconds(30));
        }));
    }

    private async Task<CheckVerdict> VerdictAsync(Func<CheckContext, Task> check) => (await CheckRun.OfAsync(new ContractCheck("", check), CheckTarget.Of(_server))).Verdict;
}
