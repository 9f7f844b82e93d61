using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Codegen;

public sealed class CodegenClientResumeTests
{
    private readonly TurnedClock _clock = new();

    [Fact]
    public async Task ResumeAgentRunAsync_Accepted_SendsThePromptAndReadsTheRun()
    {
        await using var server = new ScriptedServer(Run("ACTIVE"));
        using var client = TestClients.Codegen(server.Url, _clock);

        var result = await client.ResumeAgentRunAsync(101, "go on", new ResumeAgentRunOptions { Images = ["data:image/png;base64,AAAA"] });

        Assert.Equal((ControlOutcome.Applied, AgentRunState.Active), (result.Outcome, result.Run.State));
        var request = Assert.Single(server.Requests);
        Assert.Equal("/v1/organizations/42/agent/run/resume", request.Path);
        Assert.Equal("""{"agent_run_id":101,"images":["data:image/png;base64,AAAA"],"prompt":"go on"}""", request.Body);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_UnclearFailure_IsNeverSentTwice()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 503) : Run("ACTIVE"));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal((false, "ACTIVE", 1), (exception.SafeToRepeat, exception.Details.ObservedState, exception.Details.Attempts));
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_RateLimited_WaitsAsLongAsAskedAndSendsAgain()
    {
        await using var server = new ScriptedServer(
            Reply.Json("""{"message":"Rate limit exceeded.","status_code":429}""", 429, "Retry-After: 12"),
            Run("ACTIVE"));
        using var client = TestClients.Codegen(server.Url, _clock);

        var result = await client.ResumeAgentRunAsync(101, "go on");

        Assert.Equal((ControlOutcome.Applied, 2, false), (result.Outcome, result.Attempts, result.HadUnclearAttempt));
        Assert.Equal([TimeSpan.FromSeconds(12)], _clock.Waits);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerSendsASecondTime_ReachesTheServerOnce()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 503) : Run("PAUSED"));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new StubbornHandler()));

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal("PAUSED", exception.Details.ObservedState);
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
    }

    [Fact]
    public async Task ResumeAgentRunAsync_NotPaused_IsRefusedWithWhereAndWhat()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"detail":[{"loc":["body","agent_run_id"],"msg":"Agent run is not paused","type":"value_error"}]}""", 422));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ResumeAgentRunAsync(103, "go on"));

        Assert.Equal((RefusalReason.Validation, "body.agent_run_id: Agent run is not paused"), (exception.Reason, exception.Details.ServiceMessage));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("data:text/plain;base64,AAAA")]
    [InlineData("data:image/png,AAAA")]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/png;base64,@@@@")]
    public async Task ResumeAgentRunAsync_ImageIsNoDataUri_SendsNothing(string image)
    {
        await using var server = new ScriptedServer(Run("ACTIVE"));
        using var client = TestClients.Codegen(server.Url, _clock);

        await Assert.ThrowsAsync<ArgumentException>(() => client.ResumeAgentRunAsync(101, "go on", new ResumeAgentRunOptions { Images = [image] }));

        Assert.Empty(server.Requests);
    }

    private static Reply Run(string status) => Reply.Json($$"""{"id":101,"organization_id":42,"status":"{{status}}","web_url":"https://example.test/101"}""");

    /// <summary>An application's handler that retries on its own, as many do.</summary>
    private sealed class StubbornHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode ? response : await base.SendAsync(request, cancellationToken);
        }
    }
}
