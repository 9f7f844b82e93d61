using ExecutionControl.Testing.Repository;

namespace ExecutionControl.ContractTests.Faults;

public sealed class FaultDocumentTests
{
    private const string UpdateVariable = "EXECUTIONCONTROL_UPDATE_DOCS";

    private static readonly string Path = System.IO.Path.Combine(RepositoryFolder.Path, "docs", "reference", "faults.md");

    [Fact]
    public async Task Write_TablesOfTheTests_IsWhatTheDocumentationShows()
    {
        var text = FaultDocument.Write();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            await File.WriteAllTextAsync(Path, text);
        }

        Assert.True(File.Exists(Path) && await File.ReadAllTextAsync(Path) == text, $"docs/reference/faults.md is out of date: run this test with {UpdateVariable}=1.");
    }

    [Fact]
    public void Matrix_EveryFault_HasANameOfItsOwnAndAnOperation()
    {
        Assert.Distinct(FaultMatrix.Faults.Select(fault => fault.Name));
        Assert.All(FaultMatrix.Faults, fault => Assert.Contains(ControlledOperations.All, fault.AppliesTo));
    }

    /// <summary>A rule that says what may be sent again is of no use where an operation that it is about is missing.</summary>
    [Fact]
    public void Matrix_Size_IsThatOfEveryOperationAgainstEveryFault()
    {
        var common = FaultMatrix.Faults.Where(fault => fault is { Only: null, Ends: null, TokenKind: not TokenKind.ClientCredentials }).ToList();

        Assert.All(common, fault => Assert.All(ControlledOperations.All, operation => Assert.True(fault.AppliesTo(operation))));
        Assert.True(FaultMatrix.Cells(areWireMocks: true).Count > 500);
        Assert.True(FaultMatrix.Cells(areWireMocks: false).Count > 150);
    }
}
