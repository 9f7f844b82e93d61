using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>The documents say what the tool does.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public async Task CommandReference_CommandsChanged_ChangesWithThem()
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "cli.md");
        var expected = CommandReference.Write();
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.True(
            File.Exists(file) && expected == await File.ReadAllTextAsync(file),
            "docs/cli.md does not describe the commands as they are: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1.");
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

    [Fact]
    public async Task Output_EveryFieldOfEveryDocument_IsDescribed()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "docs", "output.md"));
        JsonTypeInfo[] documents =
        [
            CliJsonContext.Readable.OutcomeReport,
            CliJsonContext.Readable.OutcomeListReport,
            CliJsonContext.Readable.AutomationDocument,
            CliJsonContext.Readable.AutomationExecutionDocument,
            CliJsonContext.Readable.AgentRunDocument,
            CliJsonContext.Readable.ExecutionDocument,
            CliJsonContext.Readable.AuthStatusDocument,
            CliJsonContext.Readable.AccessTokenDocument,
            CliJsonContext.Readable.ProfileListDocument,
            CliJsonContext.Readable.ProfileDetailsDocument,
            CliJsonContext.Readable.DoctorDocument,
        ];

        Assert.All(documents, document => Assert.All(Fields(document), field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Fields(JsonTypeInfo type) => type.Properties.Where(property => property.Get is not null).SelectMany(property =>
    {
        var inner = CliJsonContext.Readable.GetTypeInfo(property.PropertyType);
        var element = inner?.ElementType is { } item ? CliJsonContext.Readable.GetTypeInfo(item) : inner;
        return (element is { Kind: JsonTypeInfoKind.Object } ? Fields(element) : []).Prepend(property.Name);
    });
}
