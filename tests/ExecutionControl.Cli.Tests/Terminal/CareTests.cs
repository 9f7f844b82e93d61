using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>What is asked on a terminal beside the plain question for one target.</summary>
public sealed class CareTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData($"executions pause {Running} {Waiting}", "About to pause each of 2 executions", "'ectl executions resume'")]
    [InlineData("executions resume a b", "About to resume each of 2 executions", "in part")]
    [InlineData("agent-runs resume 101 104 --prompt go", "About to give each of 2 agent runs a prompt", "cannot be taken back")]
    [InlineData("agent-runs unban 101 104", "on the pull request of each of 2 agent runs", "'ectl agent-runs ban'")]
    [InlineData($"executions cancel {Waiting}", "About to cancel execution 44444444", "cannot be undone")]
    public async Task Question_SeveralOrForGood_IsAsked(string line, string action, string undo)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"ectl {line}", server.Environment);

        await terminal.SeesAsync("Go ahead?");
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains(action, terminal.Screen, StringComparison.Ordinal);
        Assert.Contains(undo, terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData($"executions pause {Running}")]
    [InlineData($"executions pause {Running} {Waiting} --yes")]
    [InlineData("agent-runs unban 101")]
    public async Task Question_OneThatCanBeTakenBackOrAgreed_IsNotAsked(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var terminal = EctlTerminal.Start(_user, $"ectl {line}", server.Environment);

        Assert.Equal(0, await terminal.WaitAsync());
        Assert.DoesNotContain("Go ahead?", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_ProfileDemandsOneAndNoneIsTyped_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure();
        await using var terminal = EctlTerminal.Start(_user, "ectl automations resolve-paused aut_runaway --decision cancel", server.Environment);

        await terminal.SeesAsync("(profile production demands one): ");
        await terminal.TypeAsync("");

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains("Profile production demands a reason", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("Go ahead?", terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Reason_ProfileDemandsOneAndNobodyMayBeAsked_AsksNothingAndSendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure();
        await using var terminal = EctlTerminal.Start(_user, "ectl automations clear-breaker aut_runaway --decision cancel --yes", server.Environment);

        Assert.Equal(2, await terminal.WaitAsync());
        Assert.Contains("add --reason", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("audit log", terminal.Screen, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("profile delete production", "About to forget profile production")]
    [InlineData("auth logout kubiya", "About to forget the account at Kubiya that profile production keeps")]
    public async Task Forget_OnATerminal_AsksAndKeepsWhatIsDeclined(string line, string action)
    {
        var file = Configure();
        var before = await File.ReadAllTextAsync(file);
        await using (var declined = EctlTerminal.Start(_user, $"ectl {line}"))
        {
            await declined.SeesAsync(action);
            await declined.SeesAsync(file);
            await declined.SeesAsync("Go ahead?");
            await declined.TypeAsync("n");
            Assert.Equal(2, await declined.WaitAsync());
            Assert.Equal(before, await File.ReadAllTextAsync(file));
        }

        await using var agreed = EctlTerminal.Start(_user, $"ectl {line} --yes");

        Assert.Equal(0, await agreed.WaitAsync());
        Assert.DoesNotContain("kept-key", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private string Configure() => _user.Configure("current: production\nprofiles:\n  production:\n    require-reason: true\n    kubiya:\n      api-key: kept-key-4711\n");
}
