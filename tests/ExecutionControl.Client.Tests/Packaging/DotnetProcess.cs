using CliWrap;
using CliWrap.Buffered;

namespace ExecutionControl.Client.Tests.Packaging;

/// <summary>Runs a program to its end and keeps what it printed.</summary>
internal static class DotnetProcess
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(5);

    public static async Task<string> RunAsync(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] all = [.. arguments];
        using var limit = new CancellationTokenSource(_limit);
        var result = await CliWrap.Cli.Wrap(program)
            .WithArguments(all)
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(Variables(environment))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(limit.Token);
        var text = result.StandardOutput + result.StandardError;
        Assert.True(result.IsSuccess, $"{program} {string.Join(' ', all)} exited {result.ExitCode}:\n{text}");
        return text;
    }

    private static Dictionary<string, string?> Variables(IReadOnlyDictionary<string, string>? environment)
    {
        // What the test runner's own dotnet sets would steer the child's build.
        var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            variables[name] = value;
        }

        return variables;
    }
}
