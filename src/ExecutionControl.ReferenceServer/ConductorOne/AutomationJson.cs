using System.Text.Json;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Writes automations.</summary>
internal static class AutomationJson
{
    /// <summary>The names of the periods, each at its number.</summary>
    public static readonly IReadOnlyList<string> Periods =
    [
        "CIRCUIT_BREAKER_PERIOD_UNSPECIFIED",
        "CIRCUIT_BREAKER_PERIOD_HOUR",
        "CIRCUIT_BREAKER_PERIOD_DAY",
        "CIRCUIT_BREAKER_PERIOD_WEEK",
        "CIRCUIT_BREAKER_PERIOD_MONTH",
    ];

    public static void Write(Utf8JsonWriter json, AutomationRow automation)
    {
        json.WriteStartObject();
        json.WriteString("id", automation.Id);
        json.WriteString("displayName", automation.DisplayName);
        json.WriteString("description", automation.Description);

        // A tripped breaker disables its automation (likely).
        json.WriteBoolean("enabled", automation.Enabled && automation.TrippedAt is null);
        json.WriteBoolean("isDraft", false);
        json.WriteString("appId", automation.AppId);
        json.WriteInt64("currentVersion", automation.CurrentVersion);
        json.WriteNumber("circuitBreakerMax", automation.BreakerMax);
        json.WriteString("circuitBreakerPeriod", Periods[(int)automation.BreakerPeriod]);

        // The one message that is left out when it is unset: its presence is what says that the breaker is tripped.
        if (automation.TrippedAt is { } trippedAt)
        {
            json.WriteStartObject("circuitBreaker");
            json.WriteNumber("observedCount", automation.ObservedCount);
            json.WriteNumber("threshold", automation.BreakerMax);
            json.WriteString("period", Periods[(int)automation.BreakerPeriod]);
            json.WriteTime("trippedAt", trippedAt);
            json.WriteEndObject();
        }

        WriteUnset(json);
        json.WriteTime("createdAt", automation.CreatedAt);
        json.WriteTime("lastExecutedAt", automation.LastExecutedAt);
        json.WriteEndObject();
    }

    // Nothing here has steps or triggers; the service writes the fields all the same.
    private static void WriteUnset(Utf8JsonWriter json)
    {
        json.WriteStartObject("annotations");
        json.WriteEndObject();
        foreach (var list in (ReadOnlySpan<string>)["automationSteps", "draftAutomationSteps", "triggers", "draftTriggers"])
        {
            json.WriteStartArray(list);
            json.WriteEndArray();
        }

        json.WriteNull("context");
        json.WriteString("primaryTriggerType", "TRIGGER_TYPE_UNSPECIFIED");
    }
}
