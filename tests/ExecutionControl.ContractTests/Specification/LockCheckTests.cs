using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests.Specification;

public sealed class LockCheckTests
{
    private const string PauseBuilder = "src/ExecutionControl.Client/Generated/Kubiya/Api/V1/Executions/Item/Pause/PauseRequestBuilder.cs";

    [Fact]
    public async Task RunAsync_Repository_HasNoDifference()
    {
        Assert.Empty(await new LockCheck(Repository.Layout).RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task RunAsync_Repository_ListsEveryGeneratedFile()
    {
        var locked = LockFile.Parse(await File.ReadAllTextAsync(Repository.Layout.LockFile));

        var listed = locked.Clients.SelectMany(client => client.Files.Keys.Select(file => $"{client.OutputFolder}/{file}"));
        var present = Directory.EnumerateFiles(Repository.Layout.GeneratedClients, "*", SearchOption.AllDirectories).Select(Repository.Layout.Relative);
        Assert.Equal(present.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(["openapi/codegen.yaml", "openapi/conductorone.yaml", "openapi/kubiya.yaml"], locked.Clients.Select(client => client.Specification));
    }

    [Fact]
    public async Task RunAsync_OneByteEdited_NamesTheFile()
    {
        using var copy = new RepositoryCopy();
        var bytes = await File.ReadAllBytesAsync(copy.PathOf(PauseBuilder));
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(copy.PathOf(PauseBuilder), bytes);

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.FileEdited, PauseBuilder);
    }

    [Fact]
    public async Task RunAsync_FileAdded_NamesTheFile()
    {
        using var copy = new RepositoryCopy();
        const string Added = "src/ExecutionControl.Client/Generated/Codegen/Models/Handmade.cs";
        await File.WriteAllTextAsync(copy.PathOf(Added), "");

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.FileAdded, Added);
    }

    [Fact]
    public async Task RunAsync_FileRemoved_NamesTheFile()
    {
        using var copy = new RepositoryCopy();
        File.Delete(copy.PathOf(PauseBuilder));

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.FileRemoved, PauseBuilder);
    }

    [Fact]
    public async Task RunAsync_SpecificationChanged_DiffersFromBothLockFiles()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("openapi/conductorone.yaml", "maximum: 4294967295", "maximum: 4294967294");

        var differences = await new LockCheck(copy.Layout).RunAsync(CancellationToken.None);

        Assert.Collection(
            differences,
            difference => Assert.Contains("ConductorOne was generated", difference.Message, StringComparison.Ordinal),
            difference => Assert.Contains("kiota-lock.json says", difference.Message, StringComparison.Ordinal));
        Assert.All(differences, difference => Assert.Equal((LockDifferenceKind.SpecificationChanged, "openapi/conductorone.yaml"), (difference.Kind, difference.Path)));
    }

    [Fact]
    public async Task RunAsync_SpecificationWithoutClient_NamesTheSpecification()
    {
        using var copy = new RepositoryCopy();
        File.Copy(copy.PathOf("openapi/kubiya.yaml"), copy.PathOf("openapi/another.yaml"));

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.SpecificationWithoutClient, "openapi/another.yaml");
    }

    [Fact]
    public async Task RunAsync_OptionChanged_NamesTheFileAndTheOption()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("src/ExecutionControl.Client/Generated/Kubiya/kiota-lock.json", "\"usesBackingStore\": false", "\"usesBackingStore\": true");

        var differences = await new LockCheck(copy.Layout).RunAsync(CancellationToken.None);

        Assert.Equal([LockDifferenceKind.SettingChanged, LockDifferenceKind.FileEdited], differences.Select(difference => difference.Kind));
        Assert.Contains("usesBackingStore", differences[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_KiotaVersionInTheLockFileChanged_IsReported()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("kiota-lock.json", "1.31.1", "1.31.2");

        var differences = await new LockCheck(copy.Layout).RunAsync(CancellationToken.None);

        Assert.Equal(3, differences.Count);
        Assert.All(differences, difference => Assert.Equal("kiotaVersion is '1.31.1', but kiota-lock.json says '1.31.2'.", difference.Message));
    }

    [Fact]
    public async Task RunAsync_ClientRemoved_IsReported()
    {
        using var copy = new RepositoryCopy();
        Directory.Delete(copy.PathOf("src/ExecutionControl.Client/Generated/Kubiya"), recursive: true);

        var differences = await new LockCheck(copy.Layout).RunAsync(CancellationToken.None);

        Assert.Equal(
            [
                (LockDifferenceKind.SpecificationWithoutClient, "openapi/kubiya.yaml"),
                (LockDifferenceKind.ClientRemoved, "src/ExecutionControl.Client/Generated/Kubiya"),
            ],
            differences.Select(difference => (difference.Kind, difference.Path)));
    }

    [Fact]
    public async Task RunAsync_LockFileMissing_IsReported()
    {
        using var copy = new RepositoryCopy();
        File.Delete(copy.Layout.LockFile);

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.LockFileStale, "kiota-lock.json");
    }

    [Fact]
    public async Task RunAsync_LockFileReformatted_IsReported()
    {
        using var copy = new RepositoryCopy();
        await File.AppendAllTextAsync(copy.Layout.LockFile, "\n");

        await AssertOnlyDifferenceAsync(copy, LockDifferenceKind.LockFileStale, "kiota-lock.json");
    }

    [Fact]
    public async Task WriteAsync_Unchanged_WritesTheSameBytes()
    {
        using var copy = new RepositoryCopy();
        File.Delete(copy.Layout.LockFile);

        Assert.Empty(await LockFileWriter.WriteAsync(copy.Layout, CancellationToken.None));

        Assert.Equal(await File.ReadAllBytesAsync(Repository.Layout.LockFile), await File.ReadAllBytesAsync(copy.Layout.LockFile));
    }

    [Fact]
    public async Task WriteAsync_SpecificationNewerThanItsClient_WritesNothing()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("openapi/codegen.yaml", "title: Prompt", "title: Prompts");

        var obstacle = Assert.Single(await LockFileWriter.WriteAsync(copy.Layout, CancellationToken.None));

        Assert.Equal(LockDifferenceKind.SpecificationChanged, obstacle.Kind);
        Assert.Equal(await File.ReadAllBytesAsync(Repository.Layout.LockFile), await File.ReadAllBytesAsync(copy.Layout.LockFile));
    }

    private static async Task AssertOnlyDifferenceAsync(RepositoryCopy copy, LockDifferenceKind kind, string path)
    {
        var difference = Assert.Single(await new LockCheck(copy.Layout).RunAsync(CancellationToken.None));
        Assert.Equal((kind, path), (difference.Kind, difference.Path));
    }
}
