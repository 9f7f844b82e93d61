using ExecutionControl.Client.Http;
using Wire = ExecutionControl.Client.Generated.ConductorOne.Models;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>Turns the generated models into the public ones.</summary>
internal static class ConductorOneModels
{
    public static Automation ToAutomation(this Wire.Automation automation) => new()
    {
        Id = automation.Id ?? throw new UnreadableAnswerException("an automation in the answer has no id"),
        DisplayName = automation.DisplayName,
        Description = automation.Description,
        IsEnabled = automation.Enabled ?? false,
        IsDraft = automation.IsDraft ?? false,
        AppId = automation.AppId,
        CircuitBreakerMax = automation.CircuitBreakerMax ?? 0,
        CircuitBreakerPeriod = automation.CircuitBreakerPeriod,
        CircuitBreaker = automation.CircuitBreaker is { } trip
            ? new CircuitBreakerTrip
            {
                ObservedCount = trip.ObservedCount ?? 0,
                Threshold = trip.Threshold ?? 0,
                Period = trip.Period,
                TrippedAt = trip.TrippedAt,
            }
            : null,
        CreatedAt = automation.CreatedAt,
        LastExecutedAt = automation.LastExecutedAt,
    };

    public static AutomationExecution ToExecution(this Wire.AutomationExecution execution) => new()
    {
        Id = execution.Id ?? throw new UnreadableAnswerException("an execution in the answer has no id"),
        AutomationId = execution.AutomationTemplateId,
        State = new AutomationExecutionState(execution.State),
        CreatedAt = execution.CreatedAt,
        UpdatedAt = execution.UpdatedAt,
        CompletedAt = execution.CompletedAt,
    };

    /// <summary>The name of a background action; <see langword="null"/> for what is none.</summary>
    public static string? ToBulkActionId(string? text) => text is null or "" or "true" or "false" || text[0] is '{' or '[' ? null : text;

    /// <summary>An operation with what is fixed about it once a decision is made; the same where none is.</summary>
    public static ControlOperation Decided(this ControlOperation operation, PausedExecutionDecision? decision) =>
        decision is PausedExecutionDecision.Run or PausedExecutionDecision.Cancel ? operation.WithDecision(decision.Value.ToWord()) : operation;

    /// <summary>The decision as the catalogue of operations calls it.</summary>
    public static string ToWord(this PausedExecutionDecision decision) => decision switch
    {
        PausedExecutionDecision.Run => "run",
        PausedExecutionDecision.Cancel => "cancel",
        _ => throw Undecided(decision),
    };

    public static Wire.PausedExecutionDecision ToGenerated(this PausedExecutionDecision decision) => decision switch
    {
        PausedExecutionDecision.Run => Wire.PausedExecutionDecision.Run,
        PausedExecutionDecision.Cancel => Wire.PausedExecutionDecision.Cancel,
        _ => throw Undecided(decision),
    };

    private static ArgumentOutOfRangeException Undecided(PausedExecutionDecision decision) =>
        new(nameof(decision), decision, "The decision must be run or cancel. Nothing was sent.");
}
