using System.Text.Json.Serialization;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Items;

/// <summary>One of ConductorOne's automations.</summary>
internal sealed record AutomationDocument : ItemDocument
{
    /// <summary>The id.</summary>
    public required string Id { get; init; }

    /// <summary>The name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether new events start executions.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Whether it is a draft.</summary>
    public required bool Draft { get; init; }

    /// <summary>The app that it belongs to.</summary>
    public string? AppId { get; init; }

    /// <summary>Whether new events create paused executions.</summary>
    public required bool CircuitBreakerTripped { get; init; }

    /// <summary>Why; null while the breaker is closed.</summary>
    public CircuitBreakerDocument? CircuitBreaker { get; init; }

    /// <summary>How many executions in one period trip the breaker; 0 when it is off.</summary>
    public required long CircuitBreakerMax { get; init; }

    /// <summary>The period as the service writes it.</summary>
    public string? CircuitBreakerPeriod { get; init; }

    /// <summary>How many executions are paused, also where the breaker is closed; null where that could not be counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required CountDocument? PausedExecutions { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it ran last.</summary>
    public DateTimeOffset? LastExecutedAt { get; init; }

    public static AutomationDocument Of(CountedAutomation row) => Of(row.Automation, CountDocument.Of(row.Paused));

    private static AutomationDocument Of(Automation automation, CountDocument? paused) => new()
    {
        Id = automation.Id,
        DisplayName = automation.DisplayName,
        Description = automation.Description,
        Enabled = automation.IsEnabled,
        Draft = automation.IsDraft,
        AppId = automation.AppId,
        CircuitBreakerTripped = automation.IsCircuitBreakerTripped,
        CircuitBreaker = automation.CircuitBreaker is { } trip
            ? new CircuitBreakerDocument(trip.TrippedAt, trip.ObservedCount, trip.Threshold, trip.Period)
            : null,
        CircuitBreakerMax = automation.CircuitBreakerMax,
        CircuitBreakerPeriod = automation.CircuitBreakerPeriod,
        PausedExecutions = paused,
        CreatedAt = automation.CreatedAt,
        LastExecutedAt = automation.LastExecutedAt,
    };
}

/// <summary>Why a circuit breaker is tripped.</summary>
/// <param name="TrippedAt">Since when.</param>
/// <param name="ObservedCount">How many executions there were in one period.</param>
/// <param name="Threshold">How many trip it.</param>
/// <param name="Period">The period as the service writes it.</param>
internal sealed record CircuitBreakerDocument(DateTimeOffset? TrippedAt, long ObservedCount, long Threshold, string? Period);
