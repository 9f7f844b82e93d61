using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Commands.Authentication;
using ExecutionControl.Cli.Commands.Doctor;
using ExecutionControl.Cli.Commands.Automations;
using ExecutionControl.Cli.Commands.Profiles;
using ExecutionControl.Cli.Commands.Status;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
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
    public async Task SettingsTable_ServicesChanged_ChangesWithThem()
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "accounts.md");
        var page = await File.ReadAllTextAsync(file);
        var expected = SettingsTable.Insert(page, SettingsTable.Write(Composition.Services.Definitions));
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.True(expected == await File.ReadAllTextAsync(file), "docs/accounts.md does not name the settings as they are: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1.");
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
            OutcomeJsonContext.Readable.OutcomeReport,
            OutcomeJsonContext.Readable.OutcomeListReport,
            ItemJsonContext.Readable.AutomationDocument,
            ItemJsonContext.Readable.AutomationExecutionDocument,
            ItemJsonContext.Readable.AgentRunDocument,
            ItemJsonContext.Readable.ExecutionDocument,
            AuthenticationJsonContext.Readable.AuthStatusDocument,
            AuthenticationJsonContext.Readable.AccessTokenDocument,
            ProfileJsonContext.Readable.ProfileListDocument,
            ProfileJsonContext.Readable.ProfileDetailsDocument,
            DoctorJsonContext.Readable.DoctorDocument,
            StatusJsonContext.Readable.StatusDocument,
            StatusJsonContext.Readable.StatusChangeDocument,
            StopJsonContext.Readable.StopDocument,
        ];

        Assert.All(documents, document => Assert.All(Fields(document), field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Fields(JsonTypeInfo type) => type.Properties.Where(property => property.Get is not null).SelectMany(property =>
    {
        var context = (JsonSerializerContext)type.OriginatingResolver!;
        var inner = context.GetTypeInfo(property.PropertyType);
        var element = inner?.ElementType is { } item ? context.GetTypeInfo(item) : inner;
        return (element is { Kind: JsonTypeInfoKind.Object } ? Fields(element) : []).Prepend(property.Name);
    });
}
