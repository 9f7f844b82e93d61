using System.Globalization;
using System.Text.Json;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Writes agent runs.</summary>
internal static class AgentRunJson
{
    public static void Write(Utf8JsonWriter json, AgentRunRow run)
    {
        json.WriteStartObject();
        json.WriteNumber("id", run.Id);
        json.WriteNumber("organization_id", run.OrganizationId);
        json.WriteString("status", run.Status);
        json.WriteString("created_at", Time(run.CreatedAt));
        json.WriteString("web_url", string.Create(CultureInfo.InvariantCulture, $"https://codegen.com/agent/trace/{run.Id}"));
        json.WriteString("result", run.Result);
        json.WriteString("summary", run.Summary);
        json.WriteString("source_type", run.SourceType);
        json.WriteStartArray("github_pull_requests");
        if (run.PullRequest is { } pull)
        {
            json.WriteStartObject();
            json.WriteNumber("id", pull.Id);
            json.WriteString("title", pull.Title);
            json.WriteString("url", pull.Url);
            json.WriteString("created_at", Time(pull.CreatedAt));
            json.WriteString("head_branch_name", pull.HeadBranchName);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("metadata");
        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
