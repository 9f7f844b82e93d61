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

    public static TheoryData<string, string> ShellsAndIds
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var shell in (string[])["bash", "zsh", "fish"])
            {
                foreach (var id in Ids)
                {
                    data.Add(shell, id);
                }
            }

            return data;
        }
    }

    public void Dispose() => _user.Dispose();

    [Theory]
    [MemberData(nameof(ShellsAndIds))]
    public async Task Tab_IdIsACommand_IsCompletedAsOneWord(string shell, string id)
    {
        await using var server = Server(id);
        await using var terminal = await StartAsync(shell, server);

        await terminal.PressAsync("ectl executions pause e\t\n");
        await terminal.SeesAsync("Applied");
        await terminal.TypeAsync("exit");
        await terminal.WaitAsync();

        AssertOneWord(server, id);
    }

    [Fact]
    public async Task Tab_IdIsACommandInPowerShell_IsCompletedAsOneWord()
    {
        foreach (var id in Ids)
        {
            await using var server = Server(id);
            const string script = """
                ectl completion pwsh | Out-String | Invoke-Expression
                $line = 'ectl executions pause e'
                $found = (TabExpansion2 $line $line.Length).CompletionMatches
                Invoke-Expression ('ectl executions pause ' + $found[0].CompletionText)
                exit $found.Count
                """;
            await using var pwsh = EctlProcess.Start(PowerShell, _user, ["-NoProfile", "-NonInteractive", "-Command", script], Variables(server)
                .With("PATH", $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}").With("POWERSHELL_TELEMETRY_OPTOUT", "1").With("XDG_CACHE_HOME", _user.Temporary));

            Assert.Contains("Applied", (await pwsh.WaitAsync()).ShouldExitWith(1).Output, StringComparison.Ordinal);
            AssertOneWord(server, id);
        }
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

        var result = (await EctlProcess.RunAsync(_user, ["[suggest:22]", "ectl executions pause "], Variables(server))).ShouldExitWith(0);

        var offered = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal) && word is not ("-y" or "-o" or "-v" or "-q" or "-h"));
        Assert.Equal(["e-good"], offered);
    }

    private static string PowerShell { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "PowerShell", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, new DirectoryInfo(AppContext.BaseDirectory).Name, "pwsh"));

    private static RawServer Server(string id) => new(request => RawAnswer.Json(
        200, request.Method == "POST" ? """{"success":true,"message":"ok"}""" : $$"""[{"id":{{System.Text.Json.JsonSerializer.Serialize(id)}},"status":"running"}]"""));

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
            _user, $"stty cols 250 rows 50; exec {start}", Variables(server).With("INPUTRC", "/dev/null").With("PS1", "> ").With("TERM", "xterm"));
        await terminal.TypeAsync($"{load}; echo load''ed");
        await terminal.SeesAsync("loaded");
        return terminal;
    }

    private void AssertOneWord(RawServer server, string id)
    {
        var post = Assert.Single(server.Requests, request => request.Method == "POST");
        Assert.Equal($"{Path}{id}/pause", Uri.UnescapeDataString(post.Path));
        Assert.Empty(Directory.GetFiles(_user.Home, "*pwned*"));
    }
}
