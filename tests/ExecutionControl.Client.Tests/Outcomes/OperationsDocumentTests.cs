using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Outcomes;

public sealed class OperationsDocumentTests
{
    private static readonly string Path = System.IO.Path.Combine(RepositoryFolder.Path, "docs", "operations.md");

    [Fact]
    public void Document_Catalogue_IsUpToDate()
    {
        var written = OperationsDocument.Write();
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") is "1")
        {
            File.WriteAllText(Path, written);
        }

        Assert.Equal(written, File.ReadAllText(Path).ReplaceLineEndings("\n"));
    }
}
