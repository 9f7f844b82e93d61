using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ConformanceTests.Tools;

/// <summary>What a run of one of the tools came to.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record ToolRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a tool to its end.</summary>
    /// <param name="package">Its package.</param>
    /// <param name="arguments">Its arguments: no secrets.</param>
    /// <param name="environment">Variables of this run alone.</param>
    public static async Task<ToolRun> OfAsync(string package, IEnumerable<string> arguments, params IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var script = await NodeTools.ScriptOfAsync(package, CancellationToken.None);
        var variables = new Dictionary<string, string?>(NodeTools.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        using var process = WatchedProcess.Start("node", [script, .. arguments], variables, NodeTools.ProjectFolder);
        await process.WaitForExitAsync(Limit, CancellationToken.None);
        return new ToolRun(process.ExitCode, string.Join('\n', process.Output));
    }
}
