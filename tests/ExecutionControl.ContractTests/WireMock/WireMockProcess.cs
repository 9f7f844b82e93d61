using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>A WireMock that runs as a child process on a free loopback port, and never outlives this process.</summary>
internal sealed class WireMockProcess : IDisposable
{
    public const string Java = "java";

    private const string PortLine = "port:";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WireMockProcess(Process process)
    {
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>The process's number, to look it up with.</summary>
    public int Id => _process.Id;

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
            await process.WaitForPortAsync(cancellationToken);
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
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process Launch(string java, string jar, string rootFolder)
    {
        var start = new ProcessStartInfo(java)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The first two halve the time to start. Answers are sent as the mapping says, so nothing may be compressed.
        foreach (var argument in (string[])["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-jar", jar, "--port", "0", "--bind-address", "127.0.0.1", "--disable-banner", "--disable-gzip", "--root-dir", Directory.CreateDirectory(rootFolder).FullName])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new WireMockUnavailableException(
                $"'{java}' cannot be started, so WireMock cannot run: install Java 17 or newer (Debian: apt-get install default-jre-headless) and run the tests again.", fault);
        }
    }

    private async Task WaitForPortAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        var exited = _process.WaitForExitAsync(limit.Token);
        var first = await Task.WhenAny(_port.Task, exited);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == exited)
        {
            var end = _process.HasExited ? $"ended with exit code {_process.ExitCode}" : $"named no port within {StartLimit.TotalSeconds} seconds";
            throw new WireMockUnavailableException($"WireMock {end}; it needs Java 17 or newer. It said: {Output()}");
        }

        Address = new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", await _port.Task).Uri;
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

    private void OnProcessExit(object? sender, EventArgs arguments) => Kill();

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
