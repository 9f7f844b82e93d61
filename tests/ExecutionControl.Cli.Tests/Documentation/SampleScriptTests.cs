using CliWrap;
using CliWrap.Buffered;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Documentation;

/// <summary>The script of one file is built and run as samples/README.md says: with ectl serve beside it.</summary>
public sealed class SampleScriptTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Script_AsTheReadMeRunsIt_StopsTheRunaway()
    {
        var block = Assert.Single(DocumentedBlock.Of("samples/README.md"), block => block.Language == "sh");
        using var limit = new CancellationTokenSource(Limit);
        var result = await CliWrap.Cli.Wrap("bash")
            .WithArguments(["-euo", "pipefail", "-c", DocumentedBlock.EndServer + block.Text])
            .WithWorkingDirectory(RepositoryFolder.Path)
            .WithEnvironmentVariables(Variables())
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);

        Assert.True(result.IsSuccess, result.StandardOutput + result.StandardError);
        Assert.Contains("Applied: 240 cancelled, 0 left paused", result.StandardOutput, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Variables()
    {
        // What the test runner's own dotnet sets would steer the child's build.
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        variables["PATH"] = EctlFile.SearchPath;
        return variables;
    }
}
