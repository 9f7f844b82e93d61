using System.Text;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>All that the services hold, as text to compare.</summary>
internal static class Everything
{
    public static async Task<string> OfAsync(ReferenceServer server)
    {
        using var conductorOne = Caller.ConductorOne(server);
        using var codegen = Caller.Codegen(server);
        using var kubiya = Caller.Kubiya(server);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var text = new StringBuilder();
        foreach (var path in (string[])["state", "audit", "rules", "snapshots", "clock"])
        {
            text.AppendLine((await control.GetAsync($"/_control/{path}")).Body);
        }

        text.AppendLine((await conductorOne.GetAsync("/api/v1/automations")).Body);
        text.AppendLine((await codegen.GetAsync("/v1/organizations/42/agent/runs")).Body);
        text.AppendLine((await kubiya.GetAsync("/api/v1/executions")).Body);
        text.AppendJoin('\n', new long[] { 101, 102, 103, 104 }.Select(server.State.AgentRun));
        var token = "";
        do
        {
            var page = await conductorOne.PostAsync("/api/v1/search/all_automation_executions", $$"""{"pageSize":100,"pageToken":"{{token}}"}""");
            text.AppendLine(page.Body);
            token = page.Json.GetProperty("nextPageToken").GetString()!;
        }
        while (token.Length > 0);
        return text.ToString();
    }
}
