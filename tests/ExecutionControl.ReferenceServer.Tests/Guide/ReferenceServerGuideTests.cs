using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Seed;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Reference.Tests.Guide;

public sealed class ReferenceServerGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "reference-server.md"));

    [Fact]
    public void Guide_RulesAndSeed_AreAccepted()
    {
        Assert.NotEmpty(RuleDocument.Parse(Block("A rules file"), OperationNames.All).Rules!);
        Assert.NotEmpty(SeedDocument.Parse(Block("A seed file")).Automations);
    }

    [Fact]
    public async Task Names_CodeChanged_ChangeWithIt()
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "reference", "reference-server.md");
        var expected = await NamesDocument.WriteAsync();
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.Equal(expected, File.Exists(file) ? await File.ReadAllTextAsync(file) : string.Empty);
    }

    private static byte[] Block(string heading)
    {
        var from = Guide.IndexOf("```json", Guide.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal) + "```json".Length;
        return System.Text.Encoding.UTF8.GetBytes(Guide[from..Guide.IndexOf("```", from, StringComparison.Ordinal)]);
    }
}
