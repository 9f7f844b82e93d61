using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.ConductorOne;

/// <summary>Page sizes and cursors.</summary>
internal static class PageChecks
{
    private const string Search = "/api/v1/search/all_automation_executions";

    public static IReadOnlyList<ContractCheck> All { get; } =
    [
        new("ConductorOne's pages hold 25 by default and 100 at most", async context =>
        {
            Assert.Equal(25, (await SearchAsync(context)).Items("list").Count);
            Assert.Equal(7, (await SearchAsync(context, ", \"pageSize\": 7")).Items("list").Count);
            Assert.Equal(100, (await SearchAsync(context, ", \"pageSize\": 100000")).Items("list").Count);
        }),

        new("ConductorOne's search goes on at its cursor and ends with an empty one", async context =>
        {
            var ids = new List<string>();
            var cursor = "";
            for (var page = 0; page < 4; page++)
            {
                var answer = await SearchAsync(context, $", \"pageSize\": 40, \"pageToken\": \"{cursor}\"");
                ids.AddRange(answer.Items("list").Select((_, place) => answer.Text("list", place, "automationExecution", "id")));
                cursor = answer.Text("nextPageToken");
                Assert.Equal(page == 3, cursor.Length == 0);
            }

            Assert.Equal(SuiteSeed.TrippedPaused, ids.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(SuiteSeed.TrippedPaused, ids.Count);
        }),

        new("ConductorOne's list goes on at its cursor and ends with an empty one", async context =>
        {
            var first = (await context.ConductorOneWire.GetAsync("/api/v1/automations?page_size=3")).Expect(200);
            var second = (await context.ConductorOneWire.GetAsync($"/api/v1/automations?page_size=3&page_token={Uri.EscapeDataString(first.Text("nextPageToken"))}")).Expect(200);
            Assert.Equal((3, 1), (first.Items("list").Count, second.Items("list").Count));
            Assert.NotEqual(first.Text("list", 0, "id"), second.Text("list", 0, "id"));
            Assert.Equal("", second.Text("nextPageToken"));
        }),

        new("ConductorOne refuses a cursor that it never gave", async context =>
        {
            var search = await context.ConductorOneWire.PostAsync(Search, """{ "pageToken": "nonsense" }""");
            var list = await context.ConductorOneWire.GetAsync("/api/v1/automations?page_token=nonsense");
            Assert.Equal((3L, 3L), (search.Expect(400).Number("code"), list.Expect(400).Number("code")));
        }),
    ];

    private static async Task<WireAnswer> SearchAsync(CheckContext context, string more = "") =>
        (await context.ConductorOneWire.PostAsync(Search, $$"""{ "automationTemplateIds": ["{{SuiteSeed.Tripped}}"]{{more}} }""")).Expect(200);
}
