using System.Text.RegularExpressions;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>
/// Uses the packages of the four libraries as a stranger would whose application has a host, resilience for all its HTTP clients, a private authority
/// and a secret that is rotated; what the documents show of catching and repeating is part of that application.
/// </summary>
[Collection(PackedLibraries.CollectionName)]
public sealed class HostedPackageTests(PackedLibraries libraries) : IDisposable
{
    private readonly PackedApplication _application = new(libraries);

    public void Dispose() => _application.Dispose();

    [Fact]
    public async Task Packages_InAHostedApplication_WorkAsDocumented()
    {
        await _application.WriteAsync(
            await ProgramAsync(),
            $"""
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <PackageReference Include="ExecutionControl.Client" Version="{libraries.Version}" />
            <PackageReference Include="ExecutionControl.Runs" Version="{libraries.Version}" />
            <PackageReference Include="ExecutionControl.Testing" Version="{libraries.Version}" />
            <PackageReference Include="Microsoft.Extensions.Http.Resilience" Version="{await PinnedAsync("Microsoft.Extensions.Http.Resilience")}" />
            """);
        await _application.BuildAsync("build", "plain");

        var output = await _application.RunAsync("plain", new Dictionary<string, string>());

        Assert.Equal(
            """
            resilience by default: Applied, 2 requests, True
            private authority: Applied, True
            run: Applied, 1 target
            secret rotation: True, 240, True
            ladder: gone:, unclear:, later:
            policy: Applied
            policy's requests: 3
            policy does not repeat what may have been applied: Unknown
            its requests: 1
            """,
            output.Trim(),
            ignoreLineEndingDifferences: true);
    }

    private static async Task<string> ProgramAsync()
    {
        var documents = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "docs", "client.md"));
        var blocks = Regex.Matches(documents, "```csharp\n(.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)
            .Select(match => match.Value[10..^3])
            .ToList();
        string Block(string mark) => Assert.Single(blocks, block => block.Contains(mark, StringComparison.Ordinal));
        var program = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Packaging", "HostedApplication.cs.txt"));
        (string Place, string Mark)[] documented =
        [
            ("VAULT", "class VaultTokens"),
            ("LADDER", "catch (ControlCallRefusedException"),
            ("POLICY", "new ResiliencePipelineBuilder"),
            ("REGISTER", "AddKeyedKubiya"),
            ("PROVIDER", "GetRequiredService<ITokenSource>"),
            ("TRUST", "authority.pem"),
            ("KEEP", "new CachingTokenSource("),
            ("BRIDGE", ".UseReferenceServer(server)"),
        ];
        return documented.Aggregate(program, (text, part) => text.Replace($"/*{part.Place}*/", Block(part.Mark), StringComparison.Ordinal));
    }

    private static async Task<string> PinnedAsync(string package)
    {
        var versions = await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Path, "Directory.Packages.props"));
        return Regex.Match(versions, $"\"{Regex.Escape(package)}\" Version=\"(?<version>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["version"].Value;
    }
}
