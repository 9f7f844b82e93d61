using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.Requests;

/// <summary>A JSON body as it was sent.</summary>
internal static class SentJson
{
    /// <summary>Asserts that a body holds the same members and values and no others; escapes and order do not matter.</summary>
    public static void AssertSame(string expected, string body) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(body)), body);
}
