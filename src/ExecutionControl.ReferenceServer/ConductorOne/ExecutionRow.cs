using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>An automation execution as the database has it; where it stands now says <see cref="ExecutionCourse"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="AutomationId">The automation that it is of.</param>
/// <param name="Version">Which version of it.</param>
/// <param name="StoredState">The state that it was last put into.</param>
/// <param name="RunAt">When it was sent back to PENDING; null when it was not, or was stopped on its way.</param>
/// <param name="TerminateAt">When an accepted terminate takes effect.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it was put into its stored state.</param>
/// <param name="CompletedAt">When it ended, if the row itself says that it did.</param>
internal sealed record ExecutionRow(
    long Id, string AutomationId, long Version, ExecutionState StoredState, DateTimeOffset? RunAt, DateTimeOffset? TerminateAt,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? CompletedAt)
{
    public const string Columns = "id, automation_id, version, state, run_at, terminate_at, created_at, updated_at, completed_at";

    public static ExecutionRow Read(StateRow row) => new(
        row.Integer("id"), row.Text("automation_id"), row.Integer("version"), (ExecutionState)row.Integer("state"),
        row.OptionalTime("run_at"), row.OptionalTime("terminate_at"),
        row.Time("created_at"), row.Time("updated_at"), row.OptionalTime("completed_at"));
}
