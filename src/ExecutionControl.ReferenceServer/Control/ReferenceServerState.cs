using System.Globalization;
using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference;

/// <summary>What the three services hold at this moment, for tests to look at. Every call reads afresh.</summary>
public sealed class ReferenceServerState
{
    private readonly StateDatabase _database;
    private readonly TimeProvider _timeProvider;

    internal ReferenceServerState(StateDatabase database, TimeProvider timeProvider)
    {
        _database = database;
        _timeProvider = timeProvider;
    }

    /// <summary>The audit rows of all settled backlogs, oldest first.</summary>
    public IReadOnlyList<AuditRow> AuditRows => _database.Read(AuditStore.All);

    /// <summary>A ConductorOne automation.</summary>
    /// <exception cref="KeyNotFoundException">There is none with this id.</exception>
    public AutomationSnapshot Automation(string id)
    {
        var now = _timeProvider.GetUtcNow();
        if (BreakerIntake.IsDue(_database.Read(BreakerIntake.Next), now))
        {
            _database.Write(session => BreakerIntake.CatchUp(session, now));
        }

        return _database.Read(session =>
            AutomationStore.Find(session, id) is { } row
                ? new AutomationSnapshot(row.Id, ConductorOne.ExecutionStore.CountPaused(session, row.Id, now), row.TrippedAt) { IsEnabled = row.Enabled }
                : throw Missing("automation", id));
    }

    /// <summary>A ConductorOne automation execution as it stands by the server's clock.</summary>
    /// <exception cref="KeyNotFoundException">There is none with this id.</exception>
    public AutomationExecutionSnapshot Execution(long id) => _database.Read(session =>
        ConductorOne.ExecutionStore.Find(session, id) is { } row
            ? new AutomationExecutionSnapshot(row.Id, row.AutomationId, ExecutionCourse.At(row, _timeProvider.GetUtcNow()).State.ToName())
            : throw Missing("automation execution", id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A Codegen agent run.</summary>
    /// <exception cref="KeyNotFoundException">There is none with this id.</exception>
    public AgentRunSnapshot AgentRun(long id) => _database.Read(session =>
        AgentRunStore.Find(session, Credentials.CredentialSet.OrganizationId, id) is { } row
            ? new AgentRunSnapshot(row.Id, row.Status, AgentRunStore.CountPrompts(session, row.Id))
            : throw Missing("agent run", id.ToString(CultureInfo.InvariantCulture)));

    /// <summary>A Kubiya execution.</summary>
    /// <exception cref="KeyNotFoundException">There is none with this id.</exception>
    public KubiyaExecutionSnapshot KubiyaExecution(string id) => _database.Read(session =>
        Guid.TryParse(id, out var key) && Kubiya.ExecutionStore.Find(session, key) is { } row
            ? new KubiyaExecutionSnapshot(row.Id, row.Status)
            : throw Missing("Kubiya execution", id));

    private static KeyNotFoundException Missing(string what, string id) => new($"The reference server has no {what} with the id {id}.");
}

/// <summary>A ConductorOne automation at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PausedCount">How many of its executions are paused by the circuit breaker.</param>
/// <param name="TrippedAt">When the breaker tripped; null while it is closed.</param>
public sealed record AutomationSnapshot(string Id, long PausedCount, DateTimeOffset? TrippedAt)
{
    /// <summary>
    /// Whether new triggers start executions, as it was set; default yes. A tripped breaker does not change it, though ConductorOne's answers
    /// show an automation as disabled for as long.
    /// </summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether the breaker is tripped.</summary>
    public bool IsTripped => TrippedAt is not null;
}

/// <summary>A ConductorOne automation execution at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AutomationId">The automation that it is of.</param>
/// <param name="State">Its state as the wire names it, such as <c>AUTOMATION_EXECUTION_STATE_TERMINATE</c>.</param>
public sealed record AutomationExecutionSnapshot(long Id, string AutomationId, string State);

/// <summary>A Codegen agent run at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status, such as <c>PAUSED</c>.</param>
/// <param name="PromptCount">How many prompts it was given; each seeded run has one.</param>
public sealed record AgentRunSnapshot(long Id, string Status, long PromptCount);

/// <summary>A Kubiya execution at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status, such as <c>paused</c>.</param>
public sealed record KubiyaExecutionSnapshot(string Id, string Status);
