using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;

namespace ExecutionControl.Reference.Tests.Guide;

public sealed class ReferenceServerGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository(), "docs", "reference-server.md")).Replace("using Xunit;\n", "", StringComparison.Ordinal);

    [Fact]
    public void Guide_Example_IsTheOneThatRunsHere() =>
        Assert.Contains(File.ReadAllText(Path.Combine(Repository(), "tests", "ExecutionControl.ReferenceServer.Tests", "Guide", "RunawayTests.cs")).Trim(), Guide, StringComparison.Ordinal);

    [Fact]
    public void Guide_RulesAndSeed_AreAccepted()
    {
        Assert.NotEmpty(RuleDocument.Parse(Block("A rules file")).Rules!);
        Assert.NotEmpty(SeedDocument.Parse(Block("A seed file")).Automations);
    }

    [Fact]
    public void Guide_NamesEveryBreachAndOperation() =>
        Assert.All([.. ContractBreachName.All, .. OperationNames.All.Except([OperationNames.Unmatched])], name => Assert.Contains($"`{name}`", Guide, StringComparison.Ordinal));

    private static byte[] Block(string heading)
    {
        var from = Guide.IndexOf("```json", Guide.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal) + "```json".Length;
        return System.Text.Encoding.UTF8.GetBytes(Guide[from..Guide.IndexOf("```", from, StringComparison.Ordinal)]);
    }

    // Not by the caller's file path: a deterministic build does not say where the sources are.
    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ExecutionControl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository: no folder above them holds ExecutionControl.sln.");
    }
}
