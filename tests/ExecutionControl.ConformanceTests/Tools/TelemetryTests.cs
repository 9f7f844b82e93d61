using System.Net;
using System.Net.Sockets;
using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ConformanceTests.Tools;

/// <summary>The one tool that would tell its maker about every run is kept from it.</summary>
public sealed class TelemetryTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    // Whatever leaves the machine would have to come through here.
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("execution-control-");

    public TelemetryTests() => _proxy.Start();

    [Fact]
    public async Task Redocly_EnvironmentOfTheTests_CallsNobody()
    {
        using var lint = await LintAsync(NodeTools.Environment["REDOCLY_TELEMETRY"]);

        await lint.WaitForExitAsync(Limit, CancellationToken.None);

        Assert.Equal(0, lint.ExitCode);
        Assert.False(_proxy.Pending());
    }

    [Fact]
    public async Task Redocly_LeftAlone_CallsItsMaker()
    {
        using var lint = await LintAsync(telemetry: null);

        using var call = await _proxy.AcceptTcpClientAsync().WaitAsync(Limit);
        using var reader = new StreamReader(call.GetStream());

        Assert.StartsWith("CONNECT ", await reader.ReadLineAsync().WaitAsync(Limit), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _proxy.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<WatchedProcess> LintAsync(string? telemetry)
    {
        var script = await NodeTools.ScriptOfAsync(NodeTools.Redocly, CancellationToken.None);
        var proxy = $"http://{_proxy.LocalEndpoint}";
        var environment = new Dictionary<string, string?>(NodeTools.Environment, StringComparer.Ordinal)
        {
            ["REDOCLY_TELEMETRY"] = telemetry,
            ["HTTP_PROXY"] = proxy,
            ["HTTPS_PROXY"] = proxy,
            ["CI"] = null,
        };

        // In a folder without a configuration: that switches it off, too.
        return WatchedProcess.Start("node", [script, "lint", Specifications.Kubiya], environment, _folder.FullName);
    }
}
