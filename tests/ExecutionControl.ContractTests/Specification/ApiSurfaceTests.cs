using System.Text.Json.Nodes;
using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests.Specification;

public sealed class ApiSurfaceTests
{
    public static TheoryData<string> Clients => [.. GeneratedClient.OpenAll(Repository.Layout).Select(client => client.OutputFolder)];

    [Theory]
    [MemberData(nameof(Clients))]
    public void Differences_SpecificationAndItsClient_AreNone(string outputFolder)
    {
        var client = Assert.Single(GeneratedClient.OpenAll(Repository.Layout), client => client.OutputFolder == outputFolder);
        var specification = SpecificationReader.ReadFile(client.SpecificationFile);

        Assert.Empty(Differences(specification, client.Namespace));
    }

    [Theory]
    [InlineData("conductorone.yaml", "operation POST /api/v1/automations/{id}/circuit_breaker/resolve_paused")]
    [InlineData("conductorone.yaml", "operation POST /api/v1/automation_executions/{id}/actions/terminate")]
    [InlineData("conductorone.yaml", "query parameter page_token of GET /api/v1/automations")]
    [InlineData("conductorone.yaml", "property bulkActionId of ResolvePausedAutomationExecutionsResponse")]
    [InlineData("conductorone.yaml", "value PAUSED_EXECUTION_DECISION_CANCEL of PausedExecutionDecision")]
    [InlineData("conductorone.yaml", "model TerminateAutomationResponse")]
    [InlineData("codegen.yaml", "operation POST /v1/organizations/{org_id}/agent/run/resume")]
    [InlineData("codegen.yaml", "property images of ResumeAgentRunInput")]
    [InlineData("kubiya.yaml", "operation POST /api/v1/executions/{execution_id}/pause")]
    public void Read_Specification_HasTheMainOperations(string specification, string part)
    {
        Assert.Contains(part, SpecificationSurface.Read(Load(specification)).Parts);
    }

    [Fact]
    public void Differences_PropertyAdded_NamesIt()
    {
        var specification = Load("conductorone.yaml");
        Properties(specification, "c1.api.automations.v1.AutomationExecution")["priority"] = new JsonObject { ["type"] = "string" };

        Assert.Equal(["The client has no property priority of AutomationExecution."], ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_PropertyRemoved_NamesIt()
    {
        var specification = Load("conductorone.yaml");
        Assert.True(Properties(specification, "c1.api.automations.v1.AutomationExecution").Remove("state"));

        Assert.Equal(["The specification has no property state of AutomationExecution."], ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_InlineObjectAdded_NamesItsProperties()
    {
        var specification = Load("conductorone.yaml");
        Properties(specification, "c1.api.automations.v1.Automation")["owner"] = JsonNode.Parse("""{"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}""");

        Assert.Equal(
            ["The client has no model (Automation.owner).", "The client has no property name of (Automation.owner).", "The client has no property owner of Automation."],
            ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_ModelAdded_NamesIt()
    {
        var specification = Load("conductorone.yaml");
        specification["components"]!["schemas"]!["c1.api.automations.v1.Extra"] = new JsonObject { ["type"] = "object" };

        Assert.Equal(["The client has no model Extra."], ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_EnumerationValueAdded_NamesIt()
    {
        var specification = Load("conductorone.yaml");
        specification["components"]!["schemas"]!["c1.api.automations.v1.PausedExecutionDecision"]!["enum"]!.AsArray().Add("PAUSED_EXECUTION_DECISION_SKIP");

        Assert.Equal(["The client has no value PAUSED_EXECUTION_DECISION_SKIP of PausedExecutionDecision."], ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_MethodAdded_NamesTheOperation()
    {
        var specification = Load("conductorone.yaml");
        var item = specification["paths"]!["/api/v1/automations/{id}"]!;
        item["delete"] = item["get"]!.DeepClone();

        Assert.Equal(["The client has no operation DELETE /api/v1/automations/{id}."], ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_PathRenamed_NamesBoth()
    {
        var specification = Load("conductorone.yaml");
        var paths = specification["paths"]!.AsObject();
        var operation = paths["/api/v1/automation_executions/{id}/actions/terminate"]!.DeepClone();
        paths.Remove("/api/v1/automation_executions/{id}/actions/terminate");
        paths["/api/v1/automation_executions/{id}/terminate"] = operation;

        Assert.Equal(
            [
                "The client has no operation POST /api/v1/automation_executions/{id}/terminate.",
                "The specification has no operation POST /api/v1/automation_executions/{id}/actions/terminate.",
            ],
            ConductorOneDifferences(specification));
    }

    [Fact]
    public void Differences_QueryParameterAdded_NamesIt()
    {
        var specification = Load("conductorone.yaml");
        specification["components"]!["parameters"]!["PageSize"]!["name"] = "limit";

        Assert.Equal(
            [
                "The client has no query parameter limit of GET /api/v1/automations.",
                "The specification has no query parameter page_size of GET /api/v1/automations.",
            ],
            ConductorOneDifferences(specification));
    }

    private static JsonNode Load(string specification) => SpecificationReader.ReadFile(Path.Combine(Repository.Layout.Specifications, specification));

    private static JsonObject Properties(JsonNode specification, string schema) => specification["components"]!["schemas"]![schema]!["properties"]!.AsObject();

    private static IReadOnlyList<string> ConductorOneDifferences(JsonNode specification) => Differences(specification, typeof(ConductorOneApiClient).Namespace!);

    private static IReadOnlyList<string> Differences(JsonNode specification, string clientNamespace) =>
        ApiSurface.Differences(SpecificationSurface.Read(specification), ClientSurface.Read(typeof(ConductorOneApiClient).Assembly, clientNamespace));
}
