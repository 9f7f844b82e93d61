using System.Diagnostics;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Secrets;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>
/// ectl within the tests' own process. Everything that it gets from outside is the test's, and nothing is this process's. Nothing that it
/// prints may hold a secret; what only a process can show, such as the process list, <see cref="EctlProcess"/> looks at.
/// </summary>
public sealed class Ectl : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(90);

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly WrittenText _output = new();
    private readonly WrittenText _error = new();
    private readonly TerminationSignals _signals;
    private readonly SecretSweep _sweep;
    private readonly Task<int> _run;
    private bool _isSwept;

    private Ectl(UserFolder user, string[] arguments, IReadOnlyDictionary<string, string> variables, byte[] input, EctlSurroundings surroundings)
    {
        var environment = EnvironmentOf(user, variables);
        var secrets = EctlProcess.Secrets(variables);
        var command = string.Join(' ', ["ectl", .. arguments]);
        user.Note(command, secrets);
        _sweep = new SecretSweep(command, secrets);
        _signals = new TerminationSignals(surroundings.Clock);
        var host = new CommandHost(
            new StandardStreams(
                surroundings.Input ?? new TextInput(input),
                surroundings.Output ?? _output,
                TerminalStyle.Of(surroundings.IsOutputTerminal, environment.GetValueOrDefault),
                surroundings.Error ?? _error,
                TerminalStyle.Of(surroundings.IsErrorTerminal, environment.GetValueOrDefault)),
            _signals,
            new Variables(environment.GetValueOrDefault, folder => KnownFolder(user, folder)) { OfPrograms = OnlyThese(environment) },
            surroundings.Clock,
            surroundings.Services)
        {
            WorkingFolder = user.Home,
            HistoryLimit = surroundings.HistoryLimit,
            Terminal = surroundings.Terminal?.Invoke(environment.GetValueOrDefault) ?? new NoTerminal(),
            CommandLine = () => surroundings.CommandLine,
        };

        // As a process would: whoever started it goes on at once.
        _run = Task.Run(async () =>
        {
            try
            {
                return await EctlApplication.RunAsync(host, arguments);
            }
            finally
            {
                _output.End();
                (surroundings.Output as WrittenText)?.End();
            }
        });
    }

    /// <summary>Runs ectl to its end.</summary>
    public static async Task<EctlResult> RunAsync(
        UserFolder user,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null)
    {
        await using var ectl = Start(user, arguments, variables, input);
        return await ectl.WaitAsync();
    }

    /// <summary>Starts ectl. Without input its standard input is at its end.</summary>
    public static Ectl Start(
        UserFolder user,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null) => Start(user, arguments, new EctlSurroundings(), variables, input);

    /// <summary>Starts ectl with streams or a clock of the test's own.</summary>
    internal static Ectl Start(
        UserFolder user,
        IReadOnlyList<string> arguments,
        EctlSurroundings surroundings,
        IReadOnlyDictionary<string, string>? variables = null,
        byte[]? input = null) => new(user, [.. arguments], variables ?? ServiceVariables.None, input ?? [], surroundings);

    /// <summary>The first line on stdout, as soon as it is there.</summary>
    public Task<string> FirstLineAsync() => _output.FirstLineAsync().WaitAsync(TimeLimit);

    public void HangUp() => Signal(ExitCode.HungUp);

    public void Interrupt() => Signal(ExitCode.Interrupted);

    public void Terminate() => Signal(ExitCode.Terminated);

    /// <summary>Waits for the end.</summary>
    public async Task<EctlResult> WaitAsync()
    {
        int exitCode;
        try
        {
            exitCode = await _run.WaitAsync(TimeLimit);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"ectl did not end within {TimeLimit}.\nstdout: {_output}\nstderr: {_error}", exception);
        }

        var elapsed = _elapsed.Elapsed;
        SweepStreams();
        return new EctlResult(exitCode, _output.ToString(), _error.ToString(), elapsed);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_run.IsCompleted)
        {
            Signal(ExitCode.Terminated);
            await _run.WaitAsync(TimeLimit);
        }

        if (!_isSwept)
        {
            SweepStreams();
        }
    }

    private static Dictionary<string, string> EnvironmentOf(UserFolder user, IReadOnlyDictionary<string, string> variables)
    {
        var environment = EctlProcess.EnvironmentOf(user);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>The variables, and none of this process's.</summary>
    private static Dictionary<string, string?> OnlyThese(Dictionary<string, string> environment)
    {
        var all = Environment.GetEnvironmentVariables().Keys.Cast<string>().ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (name, value) in environment)
        {
            all[name] = value;
        }

        return all;
    }

    /// <summary>Only Windows asks the system for these.</summary>
    private static string KnownFolder(UserFolder user, Environment.SpecialFolder folder) => folder switch
    {
        _ when !OperatingSystem.IsWindows() => string.Empty,
        Environment.SpecialFolder.UserProfile => user.Home,
        Environment.SpecialFolder.ApplicationData => Path.Combine(user.Home, ".config"),
        _ => user.StateHome,
    };

    /// <summary>Gives it a signal, by the exit code that it asks for.</summary>
    private void Signal(ExitCode code)
    {
        try
        {
            _signals.Receive(code);
        }
        catch (ObjectDisposedException)
        {
            // It has ended meanwhile.
        }
    }

    private void SweepStreams()
    {
        _isSwept = true;
        _sweep.Output(_output.ToString());
        _sweep.Stream("stderr", _error.ToString());
        _sweep.ThrowIfFound();
    }
}
