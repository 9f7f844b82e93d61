using System.Text.Json.Nodes;
using ExecutionControl.Testing.Npm;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.ConformanceTests.Tools;

/// <summary>The tools that this project's <c>package-lock.json</c> pins, and how they run here: alone with the loopback.</summary>
internal static class NodeTools
{
    public const string Prism = "@stoplight/prism-cli";
    public const string Redocly = "@redocly/cli";
    public const string Spectral = "@stoplight/spectral-cli";

    /// <summary>The folder of this project's sources.</summary>
    public static string ProjectFolder { get; } = Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.ConformanceTests");

    /// <summary>What keeps them from telling anybody about themselves, and from sending what is for the loopback through a proxy.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["REDOCLY_TELEMETRY"] = "off",
        ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true",
        ["DO_NOT_TRACK"] = "1",
        ["NO_UPDATE_NOTIFIER"] = "1",
        ["NO_COLOR"] = "1",
        ["HTTP_PROXY"] = null,
        ["HTTPS_PROXY"] = null,
        ["ALL_PROXY"] = null,
        ["http_proxy"] = null,
        ["https_proxy"] = null,
        ["all_proxy"] = null,
        ["NODE_OPTIONS"] = null,
    };

    /// <summary>Installs the tools if they are not there yet.</summary>
    /// <param name="package">One of them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The script that Node.js has to run for it.</returns>
    public static async Task<string> ScriptOfAsync(string package, CancellationToken cancellationToken)
    {
        var npm = new NpmInstallation(ProjectFolder);
        await npm.EnsureAsync(cancellationToken);
        var folder = Path.Combine(npm.NodeModules, package);
        var bin = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "package.json"), cancellationToken))!["bin"]!.AsObject();
        return Path.GetFullPath(Path.Combine(folder, bin.First().Value!.GetValue<string>()));
    }
}
