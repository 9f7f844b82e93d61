using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Secrets;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>ectl within the tests' own process with a person at its streams. What a real terminal does, <see cref="PseudoTerminal"/> shows.</summary>
public sealed class EctlTerminal : IAsyncDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly WrittenText _screen = new();
    private readonly TypedInput _keyboard = new();
    private readonly Ectl _ectl;
    private readonly SecretSweep _sweep;

    private EctlTerminal(UserFolder user, string[] words, IReadOnlyDictionary<string, string> variables)
    {
        var environment = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        environment.TryAdd("TERM", "xterm-256color");
        environment.TryAdd("COLUMNS", "300");
        _sweep = new SecretSweep(string.Join(' ', words), EctlProcess.Secrets(variables));
        _ectl = Ectl.Start(
            user,
            words,
            new EctlSurroundings
            {
                Input = _keyboard,
                Output = _screen,
                Error = _screen,
                IsOutputTerminal = true,
                IsErrorTerminal = true,
                Terminal = variables => new TypedTerminal(_keyboard, _screen, TerminalStyle.Of(isTerminal: true, variables)),
            },
            environment);
    }

    /// <summary>Everything that came to the screen so far, control sequences included.</summary>
    public string Screen => _screen.ToString();

    /// <summary>Starts ectl with the words of a line, which need no quotes.</summary>
    public static EctlTerminal Start(UserFolder user, string line, IReadOnlyDictionary<string, string>? variables = null)
    {
        var words = line.Split(' ');
        Assert.Equal("ectl", words[0]);
        return new EctlTerminal(user, words[1..], variables ?? ServiceVariables.None);
    }

    /// <summary>Waits until the text is on the screen.</summary>
    public async Task SeesAsync(string text) =>
        Assert.True(await _screen.ContainsAsync(text).WaitAsync(TimeLimit), $"'{text}' did not come to the screen:\n{Screen}");

    /// <summary>Types a line.</summary>
    public Task TypeAsync(string line) => PressAsync(line + "\n");

    /// <summary>Presses keys; Ctrl-C interrupts, as a terminal makes it.</summary>
    public Task PressAsync(string keys)
    {
        if (keys == "\u0003")
        {
            _ectl.Interrupt();
        }
        else
        {
            _keyboard.Type(keys);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitAsync() => (await _ectl.WaitAsync()).ExitCode;

    public async ValueTask DisposeAsync()
    {
        _keyboard.End();
        await _ectl.DisposeAsync();
        _sweep.Output(Screen);
        _sweep.ThrowIfFound();
    }
}
