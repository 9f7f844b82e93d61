using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>FastAPI's 422: which faults there are, and where exactly.</summary>
internal static class ValidationChecks
{
    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        Refuses("a missing field", "resume", """{ "agent_run_id": 101 }""", """["body","prompt"]: missing"""),
        Refuses("several faults at once", "resume", """{ "images": ["x", 7] }""", """["body","agent_run_id"]: missing""", """["body","prompt"]: missing""", """["body","images",1]: string_type"""),
        Refuses("a text that is no number", "resume", """{ "agent_run_id": "abc", "prompt": "go" }""", """["body","agent_run_id"]: int_parsing"""),
        Refuses("a number with a fraction", "resume", """{ "agent_run_id": 1.5, "prompt": "go" }""", """["body","agent_run_id"]: int_from_float"""),
        Refuses("an object for a number", "ban", """{ "agent_run_id": {} }""", """["body","agent_run_id"]: int_type"""),
        Refuses("null for a text", "resume", """{ "agent_run_id": 101, "prompt": null }""", """["body","prompt"]: string_type"""),
        Refuses("a text for a list", "resume", """{ "agent_run_id": 101, "prompt": "go", "images": "x" }""", """["body","images"]: list_type"""),
        Refuses("an image that is no data URI", "resume", """{ "agent_run_id": 101, "prompt": "go", "images": ["data:image/png;base64,AAAA", "https://example.com/x.png"] }""", """["body","images",1]: value_error"""),
        Refuses("a list for an object", "unban", "[1]", """["body"]: model_attributes_type"""),
        Refuses("no body", "resume", "", """["body"]: missing"""),
        Refuses("a body that is no JSON", "resume", """{ "agent_run_id": }""", """["body",18]: json_invalid"""),

        new("Codegen's 422 repeats what it refuses", async context =>
        {
            var fault = (await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/runs?source_type=EMAIL")).Expect(422);
            Assert.Equal(("enum", "source_type", "EMAIL"), (fault.Text("detail", 0, "type"), fault.Text("detail", 0, "loc", 1), fault.Text("detail", 0, "input")));
        }),

        new("Codegen's 422 says where in the path and in the query a fault is", async context =>
        {
            var path = await context.CodegenWire.GetAsync("/v1/organizations/x/agent/run/y");
            Assert.Equal(["""["path","org_id"]: int_parsing""", """["path","agent_run_id"]: int_parsing"""], FaultsOf(path));
            var query = await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/runs?skip=-1&limit=101&user_id=me");
            Assert.Equal(["""["query","user_id"]: int_parsing""", """["query","skip"]: greater_than_equal""", """["query","limit"]: less_than_equal"""], FaultsOf(query));
            var none = await context.CodegenWire.GetAsync($"{CodegenPath.Of(context)}/runs?limit=0");
            Assert.Equal(["""["query","limit"]: greater_than_equal"""], FaultsOf(none));
        }),
    ];

    private static ContractCheck Refuses(string what, string operation, string body, params string[] faults) => new($"Codegen's 422 says where {what} is", async context =>
        Assert.Equal(faults, FaultsOf(await context.CodegenWire.PostAsync($"{CodegenPath.Of(context)}/run/{operation}", body))));

    private static List<string> FaultsOf(WireAnswer answer) => answer.Expect(422).Items("detail").Select((_, place) =>
    {
        Assert.NotEqual("", answer.Text("detail", place, "msg"));
        return $"[{string.Join(',', answer.Items("detail", place, "loc").Select(step => step.GetRawText()))}]: {answer.Text("detail", place, "type")}";
    }).ToList();
}
