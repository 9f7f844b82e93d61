using CliWrap;
using CliWrap.Buffered;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>A command of somebody who builds: with the environment of the tests, but for what an MSBuild that runs them has put there.</summary>
internal static class BuildCommand
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(8);

    /// <summary>Runs the command in a folder of the repository to its end.</summary>
    public static async Task<EctlResult> RunAsync(string command, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(IsOfMsBuild)
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in variables ?? ServiceVariables.None)
        {
            environment[name] = value;
        }

        using var timeout = new CancellationTokenSource(TimeLimit);
        var result = await CliWrap.Cli.Wrap(command)
            .WithArguments(arguments)
            .WithWorkingDirectory(RepositoryFolder.Path)
            .WithEnvironmentVariables(environment)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(timeout.Token);
        return new EctlResult(result.ExitCode, result.StandardOutput, result.StandardError, result.RunTime);
    }

    private static bool IsOfMsBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_TELEMETRY_SESSIONID";
}
