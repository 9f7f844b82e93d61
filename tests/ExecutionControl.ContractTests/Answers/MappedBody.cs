using System.Text.Json.Nodes;
using ExecutionControl.ContractTests.WireMock;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The body that a mapping answers with.</summary>
internal static class MappedBody
{
    /// <summary>Asserts that a text is the mapping's body: as JSON where the mapping holds JSON, else letter by letter.</summary>
    public static void AssertSame(string mapping, string? body)
    {
        var response = Mapping.Load(mapping)["response"]!;
        if (response["jsonBody"] is { } expected)
        {
            Assert.True(body is not null && JsonNode.DeepEquals(expected, JsonNode.Parse(body)), body ?? "There was no body.");
        }
        else
        {
            Assert.Equal(response["body"]!.GetValue<string>(), body);
        }
    }
}
