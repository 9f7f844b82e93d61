using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Outcomes;

public sealed class OperationsDocumentTests
{
    private const string Begin = "<!-- Written by a test from the catalogue of operations: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->\n";
    private const string End = "<!-- The end of what the test writes. -->\n";

    [Fact]
    public void Document_Catalogue_IsUpToDate() =>
        AssertWritten(Path.Combine(RepositoryFolder.Path, "docs", "reference", "operations.md"), static _ => OperationsDocument.Write());

    [Fact]
    public void ReadMe_TableOfTheCatalogue_IsUpToDate() => AssertWritten(Path.Combine(RepositoryFolder.Path, "README.md"), static page =>
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= Begin.Length && end > begin, "The page has no place for the table.");
        return $"{page[..begin]}\n{OperationsDocument.WriteSummary()}\n{page[end..]}";
    });

    private static void AssertWritten(string file, Func<string, string> write)
    {
        var expected = write(File.ReadAllText(file).ReplaceLineEndings("\n"));
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }
}
