using ExecutionControl.ConformanceTests.Tools;
using ExecutionControl.ConformanceTests.Wire;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>A Prism that stands between a client and a server and holds what both say against one specification.</summary>
internal sealed class PrismProxy : IDisposable
{
    private const string ReadyLine = "Prism is listening on ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(30);

    private readonly WatchedProcess _process;

    private PrismProxy(WatchedProcess process) => _process = process;

    /// <summary>Where clients call it.</summary>
    public Uri Address { get; private set; } = null!;

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
            throw new ProgramUnavailableException($"Prism does not listen. It said: {string.Join('\n', proxy._process.Output)}");
        }

        proxy.Address = new Uri(line[(line.IndexOf(ReadyLine, StringComparison.Ordinal) + ReadyLine.Length)..].Trim());
        return proxy;
    }

    /// <summary>The lines that it has logged about faults: violations, and requests that it did not pass on.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync()
    {
        // Its log comes after its answers. It is in order, so that a complaint that is certain to come has all others before it.
        var nowhere = $"/nowhere-{Guid.NewGuid():N}";
        using var caller = new WireCaller(Address, authorization: null);
        (await caller.GetAsync(nowhere)).Expect(404);
        _ = await _process.WaitForLineAsync(said => IsComplaint(said) && said.Contains(nowhere, StringComparison.Ordinal), LogLimit, CancellationToken.None)
            ?? throw new TimeoutException($"Prism logs no complaint about a path that is not specified. It said: {string.Join('\n', _process.Output)}");
        return [.. _process.Output.Where(line => IsComplaint(line) && !line.Contains("/nowhere-", StringComparison.Ordinal))];
    }

    public void Dispose() => _process.Dispose();

    private static bool IsComplaint(string line) => line.Contains('✖') || line.Contains('⚠') || line.Contains("Violation", StringComparison.Ordinal);
}
