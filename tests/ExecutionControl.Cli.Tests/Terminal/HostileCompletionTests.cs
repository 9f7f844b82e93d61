using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>
/// A service names its executions so that a shell would run them. Somebody presses Tab and Enter in the real shells: what is completed is
/// one word, the id, and nothing else is run.
/// </summary>
public sealed class HostileCompletionTests : IDisposable
{
    private const string Path = "/api/v1/executions/";

    private static readonly string[] Ids =
        ["e$(pwd>pwned)", "e;pwd>pwned", "e`pwd>pwned`x", "e|pwd>pwned", "e&pwd>pwned", "e(pwd>pwned)", "e'x\"y", "e\u2019;pwd>pwned;\u2019x", "e*{a,b}~!#[x]", "e%41^x", "e,@b", "e<x>y"];

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Tab_IdIsACommand_IsCompletedAsOneWord(string shell)
    {
        await using var server = Server(() => [Ids[Math.Min(Noted().Length, Ids.Length - 1)]]);
        await using var terminal = await StartAsync(shell, server);

        for (var number = 0; number < Ids.Length; number++)
        {
            await terminal.PressAsync("ectl executions pause e\t\n");
            await terminal.TypeAsync($"echo do''ne-{number}.");
            await terminal.SeesAsync($"done-{number}.");
            Assert.Equal(Notes(Ids[..(number + 1)]), Noted());
            Assert.Empty(Directory.GetFiles(_user.Home, "*pwned*"));
        }

        await terminal.TypeAsync("exit");
        await terminal.WaitAsync();
        Assert.Equal($"{Path}{Ids[0]}/pause", Uri.UnescapeDataString(Assert.Single(server.Requests, request => request.Method == "POST").Path));
    }

    [Fact]
    public async Task Tab_IdIsACommandInPowerShell_IsCompletedAsOneWord()
    {
        await using var server = Server(() => Ids);
        const string script = """
            ectl completion pwsh | Out-String | Invoke-Expression
            $line = 'ectl executions pause e'
            $found = (TabExpansion2 $line $line.Length).CompletionMatches
            foreach ($match in $found) { Invoke-Expression ('ectl executions pause ' + $match.CompletionText) }
            exit $found.Count
            """;
        await using var pwsh = EctlProcess.Start(PowerShell, _user, ["-NoProfile", "-NonInteractive", "-Command", script], Variables(server)
            .With("PATH", $"{InstallNotingEctl()}:{Environment.GetEnvironmentVariable("PATH")}").With("POWERSHELL_TELEMETRY_OPTOUT", "1").With("XDG_CACHE_HOME", _user.Temporary));

        (await pwsh.WaitAsync()).ShouldExitWith(Ids.Length);

        Assert.Equal(Notes(Ids).Order(StringComparer.Ordinal), Noted().Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(_user.Home, "*pwned*"));
        Assert.Contains(Assert.Single(server.Requests, request => request.Method == "POST").Path, Ids.Select(id => $"{Path}{Uri.EscapeDataString(id)}/pause"));
    }

    [Theory]
    [InlineData("-e1")]
    [InlineData("--yes")]
    [InlineData("e\\n1")]
    [InlineData("e\\u202e1")]
    [InlineData("e\\u200b")]
    [InlineData("e\\u001b[2J")]
    [InlineData("e 1")]
    [InlineData("\\\"e1\\\"")]
    [InlineData("..")]
    [InlineData("e/1")]
    [InlineData("e\\\\1")]
    [InlineData("e\\ud83d\\ude00")]
    public async Task Suggest_IdIsNoneThatTheCommandTakes_IsNotOffered(string id)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, $$"""[{"id":"{{id}}","status":"running"},{"id":"e-good","status":"running"}]"""));

        var result = (await Ectl.RunAsync(_user, ["[suggest:22]", "ectl executions pause "], Variables(server))).ShouldExitWith(0);

        var offered = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal) && word is not ("-y" or "-o" or "-v" or "-q" or "-h"));
        Assert.Equal(["e-good"], offered);
    }

    private static string PowerShell { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "PowerShell", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "pwsh"));

    private static IReadOnlyDictionary<string, string> Variables(RawServer server) => ServiceVariables.Kubiya(server.Url).With("ECTL_COMPLETION_TIMEOUT", "30s");

    private async Task<PseudoTerminal> StartAsync(string shell, RawServer server)
    {
        var (start, load) = shell switch
        {
            "bash" => ("bash --norc --noprofile -i", "eval \"$(ectl completion bash)\""),
            "zsh" => ("zsh -f -i", "autoload -Uz compinit; compinit -u -D; eval \"$(ectl completion zsh)\""),
            _ => ("fish --no-config -i", "ectl completion fish | source"),
        };
        var terminal = PseudoTerminal.Start(
            _user, $"stty cols 250 rows 50; exec env PATH='{InstallNotingEctl()}':\"$PATH\" {start}", Variables(server).With("INPUTRC", "/dev/null").With("PS1", "> ").With("TERM", "xterm"));
        await terminal.TypeAsync($"{load}; echo load''ed");
        await terminal.SeesAsync("loaded");
        return terminal;
    }

    /// <summary>A service with executions of these ids.</summary>
    private static RawServer Server(Func<IReadOnlyList<string>> ids) => new(request => RawAnswer.Json(200, request.Method == "POST"
        ? """{"success":true,"message":"ok"}"""
        : $"[{string.Join(',', ids().Select(id => $$"""{"id":{{System.Text.Json.JsonSerializer.Serialize(id)}},"status":"running"}"""))}]"));

    /// <summary>Puts an ectl before the built one that asks it what could be meant, notes the words of everything else, and lets only the first of that be done.</summary>
    /// <returns>The folder.</returns>
    private string InstallNotingEctl() => System.IO.Path.GetDirectoryName(_user.WriteProgram(System.IO.Path.Combine("bin", "ectl"), $$"""
        #!/bin/sh
        case $1 in '[suggest'* | completion) exec '{{EctlFile.Path}}' "$@" ;; esac
        if [ -e "$HOME/notes" ]; then done=1; fi
        { printf '%s\t' "$@"; echo; } >> "$HOME/notes"
        [ "$done" ] || exec '{{EctlFile.Path}}' "$@"

        """))!;

    private string[] Noted() => System.IO.Path.Combine(_user.Home, "notes") is var notes && File.Exists(notes) ? File.ReadAllLines(notes) : [];

    private static IEnumerable<string> Notes(IEnumerable<string> ids) => ids.Select(id => $"executions\tpause\t{id}\t");
}
