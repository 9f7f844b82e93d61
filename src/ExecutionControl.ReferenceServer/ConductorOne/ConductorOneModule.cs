using System.Text.Json;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>ConductorOne with its token endpoint.</summary>
internal sealed class ConductorOneModule : IService
{
    private readonly ConductorOneBehaviour _behaviour;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;

    public ConductorOneModule(TokenParts tokens, ConductorOneBehaviour behaviour, TimeProvider timeProvider, ILogger logger)
    {
        _behaviour = behaviour;
        _timeProvider = timeProvider;
        _logger = logger;
        var endpoint = new ConductorOneEndpoint(timeProvider);
        Operations =
        [
            .. new TokenOperations(new AssertionVerifier(timeProvider), tokens, behaviour.TakesReplays, timeProvider).All(new OAuthEndpoint()),
            .. new AutomationOperations().All(endpoint),
            new UpdateOperation(timeProvider).Of(endpoint),
            .. new CircuitBreakerOperations(timeProvider, behaviour.ResolveAnswer, behaviour.ResolveTimePerExecution).All(endpoint),
            .. new ExecutionOperations(timeProvider, behaviour.TerminateDelay).All(endpoint),
        ];
    }

    public IReadOnlyList<ServiceOperation> Operations { get; }

    public void WriteState(Utf8JsonWriter json, StateSession session, DateTimeOffset now)
    {
        BreakerIntake.CatchUp(session, now);
        json.WriteStartArray("automations");
        foreach (var row in AutomationStore.List(session, after: "", count: int.MaxValue))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            json.WriteNumber("pausedCount", ExecutionStore.CountPaused(session, row.Id, now));
            json.WriteBoolean("isTripped", row.TrippedAt is not null);
            json.WriteBoolean("isEnabled", row.Enabled);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public ITenantWork StartWork(StateDatabase database) =>
        new BulkActionRunner(
            new BacklogWorker(database, _timeProvider, _behaviour.ResolveTimePerExecution), _timeProvider, _logger, takesUp: database.IsInFile);
}

/// <summary>What can be chosen of ConductorOne's behaviour.</summary>
/// <param name="ResolveAnswer">Which of its two answers <c>resolve_paused</c> gives.</param>
/// <param name="ResolveTimePerExecution">How long settling one paused execution takes.</param>
/// <param name="TerminateDelay">How long after an accepted <c>terminate</c> it takes effect.</param>
/// <param name="TakesReplays">Whether the token endpoint takes an assertion a second time.</param>
internal sealed record ConductorOneBehaviour(ResolveAnswer ResolveAnswer, TimeSpan ResolveTimePerExecution, TimeSpan TerminateDelay, bool TakesReplays);
