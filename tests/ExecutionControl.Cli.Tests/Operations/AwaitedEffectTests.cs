using System.Text.Json;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Operations.AutomationExecutions;
using ExecutionControl.Cli.Operations.Automations;
using ExecutionControl.Cli.Operations.Executions;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Reference;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Operations;

/// <summary>What is waited for is a value: it is written down, read by somebody else, and the waiting goes on.</summary>
public sealed class AwaitedEffectTests
{
    private static readonly DateTimeOffset _acceptedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Json_OfAnEffect_SaysServiceOperationTargetAndTime()
    {
        var effect = new AwaitedEffect
        {
            Service = ControlService.ConductorOne,
            Operation = ControlOperations.ClearCircuitBreaker.Id,
            Decision = "run",
            Target = "aut_1",
            AcceptedAt = _acceptedAt,
        };

        var line = JsonSerializer.Serialize(effect, OperationJsonContext.Lines.AwaitedEffect);

        Assert.Equal(
            """{"service":"conductorOne","operation":"automations.clear-breaker","decision":"run","target":"aut_1","""
            + "\"acceptedAt\":\"2026-03-01T12:00:00+00:00\",\"isUnconfirmed\":false}",
            line);
        Assert.Equal(effect, JsonSerializer.Deserialize(line, OperationJsonContext.Lines.AwaitedEffect));
    }

    [Theory]
    [InlineData("automations.clear-breaker", null, ControlGoalKind.CircuitBreaker)]
    [InlineData("automations.clear-breaker", "run", ControlGoalKind.PausedBacklog)]
    [InlineData("automations.resolve-paused", "cancel", ControlGoalKind.PausedBacklog)]
    [InlineData("executions.pause", null, ControlGoalKind.TargetState)]
    public void Goal_OfAnEffect_IsTheCatalogues(string operation, string? decision, ControlGoalKind kind) => Assert.Equal(
        kind,
        new AwaitedEffect
        {
            Service = ControlService.ConductorOne,
            Operation = operation,
            Decision = decision,
            Target = "a",
            AcceptedAt = _acceptedAt,
        }.Goal!.Kind);

    [Fact]
    public async Task Wait_EffectReadBackByAnotherClient_GoesOnAndVerifies()
    {
        var clock = new FakeTimeProvider(_acceptedAt);
        var options = new ReferenceServerOptions { TimeProvider = clock, TerminateDelay = TimeSpan.FromMinutes(1) };
        await using var server = await ReferenceServer.StartAsync(options);
        string line;
        using (var first = ConductorOne(server, clock))
        {
            var step = await ActAsync(new TerminateAutomationExecution().Bind(first, NoInput.Instance), "9007199254740993");
            line = JsonSerializer.Serialize(step.Awaited!, OperationJsonContext.Lines.AwaitedEffect);
        }

        var effect = JsonSerializer.Deserialize(line, OperationJsonContext.Lines.AwaitedEffect)!;
        using var second = ConductorOne(server, clock);
        var operation = new TerminateAutomationExecution().Bind(second, "{}");
        var before = await operation.WaitAsync(effect, TimeSpan.Zero, CancellationToken.None);
        clock.Advance(TimeSpan.FromMinutes(2));
        var after = await operation.WaitAsync(effect, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(WaitOutcome.StillInFlight, before.Outcome);
        Assert.Equal((WaitOutcome.Verified, "AUTOMATION_EXECUTION_STATE_TERMINATE"), (after.Outcome, after.State));
    }

    [Fact]
    public async Task Wait_ForABacklog_UsesTheTimeOfTheAcceptance()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var client = ConductorOne(server);
        var operation = new ResolvePaused().Bind(client, """{"decision":"cancel"}""");
        var effect = new AwaitedEffect
        {
            Service = ControlService.ConductorOne,
            Operation = ControlOperations.ResolvePausedExecutions.Id,
            Decision = "cancel",
            Target = "aut_runaway",
            AcceptedAt = DateTimeOffset.UtcNow,
        };

        var later = await operation.WaitAsync(effect, TimeSpan.Zero, CancellationToken.None);
        var longAgo = await operation.WaitAsync(effect with { AcceptedAt = DateTimeOffset.UnixEpoch }, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(WaitOutcome.StillInFlight, later.Outcome);
        Assert.Equal(WaitOutcome.Verified, longAgo.Outcome);
    }

    [Fact]
    public async Task Wait_ServiceCouldNotConfirm_NeverVerifies()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var client = new KubiyaClient(new KubiyaClientOptions { ApiKey = server.Credentials.Kubiya.ApiKey, ServerUrl = server.Url });
        var operation = new PauseExecution().Bind(client, NoInput.Instance);
        var step = await ActAsync(operation, "11111111-1111-4111-8111-111111111111");

        var verified = await operation.WaitAsync(step.Awaited!, TimeSpan.Zero, CancellationToken.None);
        var unconfirmed = await operation.WaitAsync(step.Awaited! with { IsUnconfirmed = true }, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(WaitOutcome.Verified, verified.Outcome);
        Assert.Equal((WaitOutcome.StillInFlight, "paused"), (unconfirmed.Outcome, unconfirmed.State));
    }

    [Fact]
    public void Bind_ClientOfAnotherService_IsRefused()
    {
        using var client = new KubiyaClient(new KubiyaClientOptions { ApiKey = "k", ServerUrl = new Uri("http://127.0.0.1:1") });

        Assert.Throws<ArgumentException>(() => new TerminateAutomationExecution().Bind(client, "{}"));
    }

    private static Task<OperationStep> ActAsync(IBoundOperation operation, string target) =>
        operation.ActAsync(new TargetCall(0, target, new SilentObserver(), TimeProvider.System), CancellationToken.None);

    private static ConductorOneClient ConductorOne(ReferenceServer server, TimeProvider? clock = null) => new(new ConductorOneClientOptions
    {
        ClientId = server.Credentials.ConductorOne.ClientId,
        ClientSecret = server.Credentials.ConductorOne.ClientSecret,
        ServerUrl = server.Url,
        TimeProvider = clock ?? TimeProvider.System,
    });

    private sealed class SilentObserver : IRunObserver
    {
        public void Begin(int index)
        {
        }

        public Task BeginCallAsync(int index, DateTimeOffset at) => Task.CompletedTask;

        public IRoundObserver BeginRounds(int index, string announcement, Func<CancellationToken, Task<BoundedCount>> look) =>
            throw new NotSupportedException();

        public void BeginWait(int accepted, TimeSpan timeout)
        {
        }

        public void Look(int index, WaitReport shown)
        {
        }

        public void GiveUp(string reason, int rest)
        {
        }

        public void End(int index, OutcomeReport report)
        {
        }
    }
}
