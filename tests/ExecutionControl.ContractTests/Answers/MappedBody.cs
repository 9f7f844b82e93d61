using System.Text.Json.Nodes;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>The body that a mapping answers with.</summary>
internal static class MappedBody
{
    /// <summary>Asserts that a text is the mapping's body: as JSON where the mapping holds JSON, else letter by letter.</summary>
    public static void AssertSame(string mapping, string? body)
    {
        var response = Mapping.Load(mapping)["Response"]!;
        if (response["BodyAsJson"] is { } expected)
        {
            Assert.True(body is not null && JsonNode.DeepEquals(expected, JsonNode.Parse(body)), body ?? "There was no body.");
        }
        else
        {
            Assert.Equal(response["Body"]!.GetValue<string>(), body);
        }
    }
}
