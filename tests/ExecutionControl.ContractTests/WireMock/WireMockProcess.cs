using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>A WireMock that runs as a child process on a free loopback port, and does not outlive this process, however that ends.</summary>
internal sealed class WireMockProcess : IDisposable
{
    public const string Java = "java";

    private const string PortLine = "port:";
    private const int CommandNotFound = 127;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private WireMockProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Starts WireMock and waits until it has said which port it listens on.</summary>
    /// <param name="java">The command that runs Java.</param>
    /// <param name="jar">WireMock's jar.</param>
    /// <param name="rootFolder">Where WireMock may keep files; made if it is missing.</param>
    /// <param name="cancellationToken">Ends the wait, and the process with it.</param>
    /// <exception cref="WireMockUnavailableException">Java is missing, or WireMock ended or stayed silent.</exception>
    public static async Task<WireMockProcess> StartAsync(string java, string jar, string rootFolder, CancellationToken cancellationToken)
    {
        var process = new WireMockProcess(Launch(java, jar, rootFolder));
        try
        {
            await process.WaitForPortAsync(java, cancellationToken);
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _process.StandardInput.Close();
        if (!_process.WaitForExit(EndLimit))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static Process Launch(string java, string jar, string rootFolder)
    {
        string[] arguments =
        [
            Path.Combine(Repository.ContractTests, "WireMock", "run-while-watched.mjs"), java,
            // Halve the time to start.
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xmx256m", "-jar", jar, "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner",
            // The tests ask for the bytes that a mapping holds.
            "--disable-gzip",
            "--root-dir", Directory.CreateDirectory(rootFolder).FullName,
        ];
        try
        {
            return Process.Start(new ProcessStartInfo("node", arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception fault)
        {
            throw new WireMockUnavailableException(
                "'node' cannot be started, so WireMock cannot run: install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm) and run the tests again.", fault);
        }
    }

    private async Task WaitForPortAsync(string java, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        var exited = _process.WaitForExitAsync(limit.Token);
        var first = await Task.WhenAny(_port.Task, exited);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == exited)
        {
            throw Silent(java);
        }

        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", await _port.Task).Uri;
    }

    private WireMockUnavailableException Silent(string java)
    {
        if (!_process.HasExited)
        {
            return new WireMockUnavailableException($"WireMock named no port within {StartLimit.TotalSeconds} seconds. It said: {Output()}");
        }

        _process.WaitForExit();
        return _process.ExitCode == CommandNotFound
            ? new WireMockUnavailableException($"'{java}' cannot be started, so WireMock cannot run: install Java 17 or newer (Debian: apt-get install default-jre-headless) and run the tests again. {Output()}")
            : new WireMockUnavailableException($"WireMock ended with exit code {_process.ExitCode}; it needs Java 17 or newer. It said: {Output()}");
    }

    private string Output()
    {
        lock (_output)
        {
            return string.Join('\n', _output);
        }
    }

    private void Read(string? line)
    {
        if (line is null || _port.Task.IsCompleted)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line.StartsWith(PortLine, StringComparison.Ordinal) && int.TryParse(line.AsSpan(PortLine.Length), CultureInfo.InvariantCulture, out var port))
        {
            _port.TrySetResult(port);
        }
    }
}
