using System.Text.Json;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Writes executions.</summary>
internal static class ExecutionJson
{
    public static void Write(Utf8JsonWriter json, ExecutionRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Id);
        json.WriteString("organization_id", ExecutionRow.OrganizationId);
        json.WriteString("execution_type", row.ExecutionType);
        json.WriteString("entity_id", row.EntityId);
        json.WriteString("entity_name", row.EntityName);
        json.WriteString("prompt", row.Prompt);
        json.WriteNull("system_prompt");
        json.WriteString("status", row.Status);
        json.WriteString("response", row.Response);
        json.WriteString("error_message", row.ErrorMessage);
        json.WriteStartObject("usage");
        json.WriteEndObject();
        json.WriteStartObject("execution_metadata");
        json.WriteEndObject();
        json.WriteString("runner_name", row.RunnerName);
        json.WriteNull("user_id");
        json.WriteString("user_email", row.UserEmail);
        json.WriteNull("user_name");
        json.WriteNull("user_avatar");
        json.WriteStartArray("participants");
        json.WriteEndArray();

        // Some come from the database with a zone, the others from a clock without one: clients have to read both.
        json.WriteString("created_at", PythonTime.Aware(row.CreatedAt));
        json.WriteString("started_at", row.StartedAt is { } startedAt ? PythonTime.Naive(startedAt) : null);
        json.WriteString("completed_at", row.CompletedAt is { } completedAt ? PythonTime.Naive(completedAt) : null);
        json.WriteString("updated_at", PythonTime.Aware(row.UpdatedAt));
        json.WriteEndObject();
    }
}
