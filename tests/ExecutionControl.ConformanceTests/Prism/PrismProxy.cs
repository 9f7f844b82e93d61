using ExecutionControl.ConformanceTests.Tools;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>A Prism that stands between a client and a server and holds what both say against one specification.</summary>
internal sealed class PrismProxy : IDisposable
{
    private const string ReadyLine = "Prism is listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly WatchedProcess _process;

    private PrismProxy(WatchedProcess process) => _process = process;

    /// <summary>Where clients call it.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it has written. Its validator's findings begin with <c>Violation</c>.</summary>
    public IReadOnlyList<string> Log => _process.Output;

    /// <summary>The lines of <see cref="Log"/> that are about faults.</summary>
    public IReadOnlyList<string> Complaints => [.. Log.Where(line => line.Contains('✖') || line.Contains('⚠') || line.Contains("Violation", StringComparison.Ordinal))];

    /// <summary>Starts one on a free port, and waits until it listens.</summary>
    /// <param name="specification">The specification's file.</param>
    /// <param name="upstream">The server that it passes requests on to.</param>
    /// <exception cref="ProgramUnavailableException">It ended, or stayed silent.</exception>
    public static async Task<PrismProxy> StartAsync(string specification, Uri upstream)
    {
        var script = await NodeTools.ScriptOfAsync(NodeTools.Prism, CancellationToken.None);
        string[] arguments = [script, "proxy", specification, upstream.AbsoluteUri, "--host", "127.0.0.1", "--port", "0", "--errors"];
        var proxy = new PrismProxy(WatchedProcess.Start("node", arguments, NodeTools.Environment));
        var line = await proxy._process.WaitForLineAsync(said => said.Contains(ReadyLine, StringComparison.Ordinal), StartLimit, CancellationToken.None);
        if (line is null)
        {
            proxy.Dispose();
            throw new ProgramUnavailableException($"Prism does not listen. It said: {string.Join('\n', proxy.Log)}");
        }

        proxy.Address = new Uri(line[(line.IndexOf(ReadyLine, StringComparison.Ordinal) + ReadyLine.Length)..].Trim());
        return proxy;
    }

    /// <summary>Ends it, after which its log is complete.</summary>
    public void Dispose() => _process.Dispose();
}
