using System.Text.Json.Nodes;
using ExecutionControl.KiotaLock;

namespace ExecutionControl.ContractTests.Specification;

public sealed class DescriptionHashTests
{
    public static TheoryData<string> Clients => [.. GeneratedClient.OpenAll(Repository.Layout).Select(client => client.OutputFolder)];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task ComputeAsync_SpecificationOfAClient_IsTheHashThatKiotaWrote(string outputFolder)
    {
        var client = Assert.Single(GeneratedClient.OpenAll(Repository.Layout), client => client.OutputFolder == outputFolder);

        var hash = await DescriptionHash.ComputeAsync(SpecificationReader.ReadFile(client.SpecificationFile), CancellationToken.None);

        Assert.Equal(client.GeneratedFromHash, hash);
    }

    [Fact]
    public async Task ComputeAsync_OnlyTheLayoutChanged_IsTheSame()
    {
        var specification = Path.Combine(Repository.Layout.Specifications, "kubiya.yaml");
        var yaml = await File.ReadAllTextAsync(specification);

        var before = await DescriptionHash.ComputeAsync(SpecificationReader.Parse(yaml), CancellationToken.None);
        var after = await DescriptionHash.ComputeAsync(SpecificationReader.Parse("# A comment.\n" + yaml), CancellationToken.None);

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task ComputeAsync_NoOpenApi_IsRefused()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => DescriptionHash.ComputeAsync(new JsonObject { ["openapi"] = "3.1.0" }, CancellationToken.None));
    }
}
