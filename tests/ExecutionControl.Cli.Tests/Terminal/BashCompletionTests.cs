using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>Somebody types in a real bash in a terminal and presses the Tab key.</summary>
public sealed class BashCompletionTests : IDisposable
{
    private const string Tab = "\t";
    private const string EraseLine = "\u0015";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Tab_CommandOptionOrValue_IsCompletedOnTheScreen()
    {
        await using var bash = await StartAsync(ServiceVariables.None);

        await CompletesAsync(bash, "ectl automations cl", "ectl automations clear-breaker ");
        await CompletesAsync(bash, "ectl automation-ex", "ectl automation-executions ");
        await CompletesAsync(bash, "ectl automations resolve-paused aut_1 --deci", "ectl automations resolve-paused aut_1 --decision ");
        await CompletesAsync(bash, "ectl automations resolve-paused aut_1 --decision c", "ectl automations resolve-paused aut_1 --decision cancel ");
        await CompletesAsync(bash, "ectl automations resolve-paused aut_2 --decision=c", "ectl automations resolve-paused aut_2 --decision=cancel ");
        await CompletesAsync(bash, "ectl automations clear-breaker aut_2 --decision=", "cancel  run", Tab);
        await CompletesAsync(bash, "ectl automation-executions list --state paused", "ectl automation-executions list --state paused-by-circuit-breaker ");
        await CompletesAsync(bash, "ectl completion f", "ectl completion fish ");
        await EndAsync(bash);
    }

    [Fact]
    public async Task Tab_Id_IsCompletedFromTheServer()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var bash = await StartAsync(server.Environment);

        await CompletesAsync(bash, "ectl automations resolve-paused aut_r", "ectl automations resolve-paused aut_runaway ");
        await CompletesAsync(bash, "ectl automation-executions get 9007", "ectl automation-executions get 9007199254740993 ");
        await CompletesAsync(bash, "ectl executions pause 1", "ectl executions pause 11111111-1111-4111-8111-111111111111 ");
        await EndAsync(bash);
    }

    [Fact]
    public async Task Tab_IdWithSandbox_IsCompletedFromTheSandbox()
    {
        await using var bash = await StartAsync(ServiceVariables.None);

        await CompletesAsync(bash, "ectl --sandbox automations get aut_r", "ectl --sandbox automations get aut_runaway ");
        await EndAsync(bash);
    }

    /// <summary>A bash without anybody's settings, in a terminal that is wide enough for every line, with the script loaded.</summary>
    private async Task<PseudoTerminal> StartAsync(IReadOnlyDictionary<string, string> variables)
    {
        // Half a second is little for a machine that runs every other test at the same time.
        var bash = PseudoTerminal.Start(
            _user,
            "stty echo cols 250 rows 50; exec bash --norc --noprofile -i",
            variables.With("ECTL_COMPLETION_TIMEOUT", "30s").With("INPUTRC", "/dev/null").With("PS1", "> "));
        await bash.TypeAsync("eval \"$(ectl completion bash)\" && echo load''ed");
        await bash.SeesAsync("loaded");
        return bash;
    }

    private static async Task CompletesAsync(PseudoTerminal bash, string typed, string expected, string more = "")
    {
        await bash.PressAsync(typed + Tab + more);
        await bash.SeesAsync(expected);
        await bash.PressAsync(EraseLine);
    }

    private static async Task EndAsync(PseudoTerminal bash)
    {
        await bash.TypeAsync("exit");
        Assert.Equal(0, await bash.WaitAsync());
    }
}
