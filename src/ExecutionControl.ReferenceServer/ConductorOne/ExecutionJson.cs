using System.Text.Json;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Writes automation executions as they stand at a time.</summary>
internal static class ExecutionJson
{
    public static void Write(Utf8JsonWriter json, ExecutionRow row, DateTimeOffset now)
    {
        var (state, since) = ExecutionCourse.At(row, now);
        var completedAt = state.IsFinal() ? row.CompletedAt ?? since : (DateTimeOffset?)null;
        json.WriteStartObject();
        json.WriteInt64("id", row.Id);
        json.WriteString("automationTemplateId", row.AutomationId);
        json.WriteString("state", state.ToName());
        json.WriteNumber("currentVersion", row.Version);
        json.WriteBoolean("isDraft", false);
        json.WriteTime("createdAt", row.CreatedAt);
        json.WriteTime("updatedAt", since);
        json.WriteTime("completedAt", completedAt);
        json.WriteTime("deletedAt", null);
        json.WriteDuration("duration", completedAt - row.CreatedAt);
        json.WriteNull("context");
        json.WriteEndObject();
    }

    /// <summary>What was expanded: nothing, there is nothing to expand.</summary>
    public static void WriteExpanded(Utf8JsonWriter json)
    {
        json.WriteStartArray("expanded");
        json.WriteEndArray();
    }

    /// <summary>The execution with the paths to its expanded parts, of which there are none here.</summary>
    public static void WriteView(Utf8JsonWriter json, ExecutionRow row, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WritePropertyName("automationExecution");
        Write(json, row, now);
        json.WriteString("automationPath", "");
        json.WriteString("automationExecutionTriggerPath", "");
        json.WriteEndObject();
    }
}
