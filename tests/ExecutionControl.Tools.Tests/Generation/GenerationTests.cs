using System.Text.Json.Nodes;
using ExecutionControl.KiotaLock;

namespace ExecutionControl.Tools.Tests.Generation;

public sealed class GenerationTests(GeneratedAnew anew) : IClassFixture<GeneratedAnew>
{
    private const string Pause = "src/ExecutionControl.Client/Generated/Kubiya/Api/V1/Executions/Item/Pause/PauseRequestBuilder.cs";

    [Fact]
    public void GenerateAsync_TheRepositorysSpecifications_GivesItsClientsToTheByte()
    {
        var differences = GeneratedFiles.Differences(GeneratedAnew.Repository, anew.Layout);

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task GenerateAsync_SpecificationsChanged_NamesEachFileAndWhatToRun()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("openapi/kubiya.yaml", "summary: Pause an execution", "summary: Pause one execution");
        copy.Replace("openapi/kubiya.yaml", "Signals the workflow behind an active", "Signals the work behind an active");
        copy.Replace("openapi/codegen.yaml", "web_url:", "page_url:");
        using var generated = new EmptyFolder();
        await GeneratedAnew.Generator.GenerateAsync(copy.Layout, generated.Layout, CancellationToken.None);

        var differences = GeneratedFiles.Differences(copy.Layout, generated.Layout);

        string[] changed =
        [
            "src/ExecutionControl.Client/Generated/Kubiya/kiota-lock.json",
            Pause,
            "src/ExecutionControl.Client/Generated/Codegen/Models/AgentRunResponse.cs",
        ];
        Assert.All(changed, file => Assert.Contains(differences, difference => difference.StartsWith(file + " is not what openapi/ gives", StringComparison.Ordinal)));
        Assert.Contains(differences, difference => difference.StartsWith("kiota-lock.json ", StringComparison.Ordinal));
        Assert.All(differences, difference => Assert.Contains("Run scripts/generate", difference, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GenerateAsync_OnlyASummaryChanged_NamesTheLockFileThatRecordsIt()
    {
        using var copy = new RepositoryCopy();
        copy.Replace("openapi/kubiya.yaml", "summary: Pause an execution", "summary: Pause one execution");
        using var generated = new EmptyFolder();
        await GeneratedAnew.Generator.GenerateAsync(copy.Layout, generated.Layout, CancellationToken.None);

        Assert.Contains(
            GeneratedFiles.Differences(copy.Layout, generated.Layout),
            difference => difference.StartsWith("src/ExecutionControl.Client/Generated/Kubiya/kiota-lock.json is not what openapi/ gives", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Pause, "public", "publıc")]
    [InlineData("src/ExecutionControl.Client/Generated/Kubiya/kiota-lock.json", "\"usesBackingStore\": false", "\"usesBackingStore\": true")]
    [InlineData("kiota-lock.json", "\"kiotaVersion\": \"1.", "\"kiotaVersion\": \"2.")]
    public void Differences_FileEdited_NamesIt(string file, string oldText, string newText)
    {
        using var copy = new RepositoryCopy();
        copy.Replace(file, oldText, newText);

        AssertOnly(copy, file + " is not what openapi/ gives");
    }

    [Fact]
    public void Differences_LastByteOfAFileGone_NamesIt()
    {
        using var copy = new RepositoryCopy();
        using (var file = new FileStream(copy.PathOf(Pause), FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        AssertOnly(copy, Pause + " is not what openapi/ gives");
    }

    [Fact]
    public void Differences_FileAdded_NamesIt()
    {
        const string Added = "src/ExecutionControl.Client/Generated/Another/Handmade.cs";
        using var copy = new RepositoryCopy();
        Directory.CreateDirectory(Path.GetDirectoryName(copy.PathOf(Added))!);
        File.WriteAllText(copy.PathOf(Added), "");

        AssertOnly(copy, Added + " is not generated");
    }

    [Theory]
    [InlineData(Pause)]
    [InlineData("kiota-lock.json")]
    public void Differences_FileRemoved_NamesIt(string file)
    {
        using var copy = new RepositoryCopy();
        File.Delete(copy.PathOf(file));

        AssertOnly(copy, file + " is missing");
    }

    [Fact]
    public async Task RegenerateAsync_StaleClients_LeavesWhatTheRepositoryHolds()
    {
        const string Stale = "src/ExecutionControl.Client/Generated/Kubiya/Models/Stale.cs";
        using var copy = new RepositoryCopy();
        copy.Replace(Pause, "Pause", "Stop");
        File.WriteAllText(copy.PathOf(Stale), "");
        File.Delete(copy.Layout.LockFile);

        await GeneratedAnew.Generator.RegenerateAsync(copy.Layout, CancellationToken.None);

        Assert.Empty(GeneratedFiles.Differences(copy.Layout, anew.Layout));
    }

    [Theory]
    [InlineData("openapi: 3.1.0", "openapi: [3")]
    [InlineData("paths:\n", "paths: 3\n")]
    [InlineData("'#/components/schemas/TerminateExecutionRequest'", "'#/components/schemas/Gone'")]
    public async Task RegenerateAsync_BrokenSpecification_SaysSoAndLeavesTheClients(string oldText, string newText)
    {
        using var copy = new RepositoryCopy();
        copy.Replace("openapi/kubiya.yaml", oldText, newText);

        var fault = await Assert.ThrowsAsync<GenerationException>(() => GeneratedAnew.Generator.RegenerateAsync(copy.Layout, CancellationToken.None));

        Assert.Contains("kubiya.yaml", fault.Message, StringComparison.Ordinal);
        Assert.Empty(GeneratedFiles.Differences(copy.Layout, anew.Layout));
    }

    [Fact]
    public async Task GenerateAsync_SpecificationWithoutClient_NamesIt()
    {
        using var copy = new RepositoryCopy();
        using var generated = new EmptyFolder();
        File.WriteAllText(copy.PathOf("openapi/another.yaml"), "");

        var fault = await Assert.ThrowsAsync<GenerationException>(() =>
            GeneratedAnew.Generator.GenerateAsync(copy.Layout, generated.Layout, CancellationToken.None));

        Assert.Contains("openapi/another.yaml", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LockFile_EveryClient_WasGeneratedByThePinnedTool()
    {
        var tools = JsonNode.Parse(File.ReadAllText(Path.Combine(GeneratedAnew.Repository.Root, ".config", "dotnet-tools.json")))!;
        var pinned = tools["tools"]!["microsoft.openapi.kiota"]!["version"]!.GetValue<string>();
        var clients = JsonNode.Parse(File.ReadAllText(GeneratedAnew.Repository.LockFile))!["clients"]!.AsArray();

        Assert.Equal([pinned, pinned, pinned], clients.Select(client => client!["kiotaVersion"]!.GetValue<string>()));
    }

    private void AssertOnly(RepositoryCopy copy, string beginning)
    {
        var difference = Assert.Single(GeneratedFiles.Differences(copy.Layout, anew.Layout));
        Assert.StartsWith(beginning, difference, StringComparison.Ordinal);
    }
}
