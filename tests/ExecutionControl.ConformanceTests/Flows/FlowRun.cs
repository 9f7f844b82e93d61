using System.Text.Json.Nodes;
using ExecutionControl.ConformanceTests.Tools;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Flows;

/// <summary>Runs a flow in Arazzo's form against a server, with Redocly's respect.</summary>
internal static class FlowRun
{
    public static Task<ToolRun> OfAsync(string flow, ReferenceServer server)
    {
        var url = server.Url.GetLeftPart(UriPartial.Authority);
        var inputs = new JsonObject
        {
            ["accessToken"] = server.Credentials.ConductorOne.AccessToken,
            ["controlToken"] = server.Credentials.ControlToken,
        };

        // By the environment: arguments are in the process list.
        return ToolRun.OfAsync(
            NodeTools.Redocly,
            ["respect", flow],
            KeyValuePair.Create<string, string?>("REDOCLY_CLI_RESPECT_INPUT", inputs.ToJsonString()),
            KeyValuePair.Create<string, string?>("REDOCLY_CLI_RESPECT_SERVER", $"conductorone={url},control={url}"));
    }
}
