using ExecutionControl.Cli.Invocation;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>The documents say what the tool does.</summary>
public sealed class DocumentationTests
{
    private static Dictionary<string, Func<string>> Writers { get; } = new(StringComparer.Ordinal)
    {
        ["cli.md"] = CommandReference.Write,
        ["output.md"] = OutputReference.Write,
        ["settings.md"] = () => SettingsTable.Write(Composition.Services.Definitions),
    };

    /// <summary>The pages that are written from the code, and what writes them.</summary>
    public static TheoryData<string> WrittenPages { get; } = [.. Writers.Keys];

    [Theory]
    [MemberData(nameof(WrittenPages))]
    public async Task Reference_CodeChanged_ChangesWithIt(string page)
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "reference", page);
        var expected = Writers[page]();
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.True(
            File.Exists(file) && expected == await File.ReadAllTextAsync(file),
            $"docs/reference/{page} does not say what the code does: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1.");
    }

    [Fact]
    public void Commands_All_HaveASentenceAndTwoExamples()
    {
        Assert.All(CommandTree.All.Where(command => command.Subcommands.Count == 0), command =>
        {
            Assert.EndsWith(".", command.Description, StringComparison.Ordinal);
            var documented = Assert.IsAssignableFrom<IDocumentedCommand>(command);
            Assert.NotEmpty(documented.ExitCodes);
            Assert.True(documented.Examples.Count >= 2, $"{CommandTree.PathOf(command)} has fewer than two examples.");
            Assert.All(documented.Examples, example => Assert.Contains(CommandTree.PathOf(command)[5..], example, StringComparison.Ordinal));
        });
    }
}
