using System.Globalization;
using ExecutionControl.Testing.Processes;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>A WireMock that runs as a child process on a free loopback port, and does not outlive this process, however that ends.</summary>
internal sealed class WireMockProcess : IDisposable
{
    public const string Java = "java";

    private const string PortLine = "port:";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly WatchedProcess _process;

    private WireMockProcess(WatchedProcess process) => _process = process;

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts WireMock and waits until it has said which port it listens on.</summary>
    /// <param name="java">The command that runs Java.</param>
    /// <param name="jar">WireMock's jar.</param>
    /// <param name="rootFolder">Where WireMock may keep files; made if it is missing.</param>
    /// <param name="cancellationToken">Ends the wait, and the process with it.</param>
    /// <exception cref="ProgramUnavailableException">Java is missing, or WireMock ended or stayed silent.</exception>
    public static async Task<WireMockProcess> StartAsync(string java, string jar, string rootFolder, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            // Halve the time to start.
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xmx256m", "-jar", jar, "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner",
            // The tests ask for the bytes that a mapping holds.
            "--disable-gzip",
            "--root-dir", Directory.CreateDirectory(rootFolder).FullName,
        ];
        var wireMock = new WireMockProcess(WatchedProcess.Start(java, arguments));
        try
        {
            await wireMock.WaitForPortAsync(java, cancellationToken);
            return wireMock;
        }
        catch
        {
            wireMock.Dispose();
            throw;
        }
    }

    public void Dispose() => _process.Dispose();

    private async Task WaitForPortAsync(string java, CancellationToken cancellationToken)
    {
        var line = await _process.WaitForLineAsync(said => said.StartsWith(PortLine, StringComparison.Ordinal), StartLimit, cancellationToken) ?? throw Silent(java);
        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", int.Parse(line.AsSpan(PortLine.Length), CultureInfo.InvariantCulture)).Uri;
    }

    private ProgramUnavailableException Silent(string java)
    {
        var output = string.Join('\n', _process.Output);
        if (!_process.HasExited)
        {
            return new ProgramUnavailableException($"WireMock named no port within {StartLimit.TotalSeconds} seconds. It said: {output}");
        }

        return _process.IsMissing
            ? new ProgramUnavailableException($"'{java}' cannot be started, so WireMock cannot run: install Java 17 or newer (Debian: apt-get install default-jre-headless) and run the tests again. {output}")
            : new ProgramUnavailableException($"WireMock ended with exit code {_process.ExitCode}; it needs Java 17 or newer. It said: {output}");
    }
}
