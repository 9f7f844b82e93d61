using System.Text.Json;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>What goes with the published file: what is in it, its sums, and the publisher's signature.</summary>
public sealed class ReleaseFilesTests : IAsyncLifetime
{
    public Task InitializeAsync() => Installation.PublishNativeAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task BillOfMaterials_OfTheFile_NamesEveryPackageInIt()
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Installation.Folder, "ectl.cdx.json")));

        var packages = document.RootElement.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("name").GetString()!).ToList();

        Assert.Equal("CycloneDX", document.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal("ectl", document.RootElement.GetProperty("metadata").GetProperty("component").GetProperty("name").GetString());
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "BouncyCastle.Cryptography", "Microsoft.Kiota.Abstractions", "System.CommandLine", "YamlDotNet", "Microsoft.Data.Sqlite.Core" },
            packages.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Checksums_OfAllFiles_AreSignedWithThePublishersKey()
    {
        var sums = await BuildCommand.RunAsync("sh", ["-c", $"cd '{Installation.Folder}' && sha256sum --check SHA256SUMS"]);
        var signature = await VerifyAsync(Path.Combine(Installation.Folder, "SHA256SUMS"));

        Assert.Contains("linux-x64/ectl: OK", sums.ShouldExitWith(0).Output, StringComparison.Ordinal);
        Assert.Contains("ectl.cdx.json: OK", sums.Output, StringComparison.Ordinal);
        signature.ShouldExitWith(0);
    }

    [Fact]
    public async Task Checksums_Altered_AreNoLongerSigned()
    {
        var folder = Directory.CreateTempSubdirectory("ectl-sums-").FullName;
        try
        {
            var altered = Path.Combine(folder, "SHA256SUMS");
            await File.WriteAllTextAsync(altered, (await File.ReadAllTextAsync(Path.Combine(Installation.Folder, "SHA256SUMS"))).Replace('0', '1'));
            File.Copy(Path.Combine(Installation.Folder, "SHA256SUMS.minisig"), altered + ".minisig");

            Assert.NotEqual(0, (await VerifyAsync(altered)).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<Processes.EctlResult> VerifyAsync(string file) => BuildCommand.RunAsync("minisign", ["-V", "-p", Installation.PublicKey, "-m", file]);
}
