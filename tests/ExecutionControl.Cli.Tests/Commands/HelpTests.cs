using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>The tool explains itself.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations resolve-paused", 13)]
    [InlineData("automation-executions terminate", 14)]
    [InlineData("agent-runs resume", 14)]
    [InlineData("executions pause", 14)]
    [InlineData("automations list", 10)]
    [InlineData("automations get", 11)]
    [InlineData("automations clear-breaker", 14)]
    [InlineData("automation-executions list", 10)]
    [InlineData("automation-executions get", 11)]
    [InlineData("agent-runs list", 10)]
    [InlineData("agent-runs get", 11)]
    [InlineData("agent-runs ban", 12)]
    [InlineData("agent-runs unban", 12)]
    [InlineData("executions list", 10)]
    [InlineData("executions get", 11)]
    [InlineData("executions resume", 14)]
    [InlineData("executions cancel", 14)]
    [InlineData("executions terminate", 14)]
    [InlineData("serve", 3)]
    [InlineData("sandbox reset", 6)]
    [InlineData("doctor", 9)]
    [InlineData("auth status", 9)]
    [InlineData("auth login", 9)]
    [InlineData("auth logout", 6)]
    [InlineData("auth token", 8)]
    [InlineData("profile list", 6)]
    [InlineData("profile show", 6)]
    [InlineData("profile use", 6)]
    [InlineData("profile set", 6)]
    [InlineData("profile delete", 6)]
    public async Task Help_OfCommand_HasSentenceExamplesAndExitCodes(string command, int exitCodes)
    {
        string[] words = command.Split(' ');
        var byOption = (await Ectl.RunAsync(_user, [.. words, "--help"])).ShouldExitWith(0);
        var byTopic = (await Ectl.RunAsync(_user, ["help", .. words])).ShouldExitWith(0);

        Assert.Equal(byOption.Output, byTopic.Output);
        Assert.Empty(byOption.Error);
        var lines = byOption.Output.Split('\n').ToList();
        Assert.EndsWith(".", lines.TakeWhile(line => line.Length > 0).Last(), StringComparison.Ordinal);
        Assert.StartsWith($"Usage: ectl {command}", lines[lines.IndexOf(string.Empty) + 1], StringComparison.Ordinal);
        var examples = lines.Skip(lines.IndexOf("Examples:") + 1).TakeWhile(line => line.Length > 0).ToList();
        Assert.InRange(examples.Count, 1, 2);
        Assert.All(examples, example => Assert.Contains(command, example, StringComparison.Ordinal));
        Assert.Contains("--yes", byOption.Output, StringComparison.Ordinal);
        Assert.Contains("'ectl help options'", byOption.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        var codes = string.Concat(lines.SkipWhile(line => !line.StartsWith("Exit codes: ", StringComparison.Ordinal)))["Exit codes: ".Length..].Split(':')[0];
        Assert.Equal(exitCodes, codes.Split(',').Length);
        Assert.StartsWith("0,", codes, StringComparison.Ordinal);
        Assert.All(lines.Except(examples), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task Help_RequiredOption_StandsInTheUsageLine()
    {
        var result = (await Ectl.RunAsync(_user, ["automations", "resolve-paused", "--help"])).ShouldExitWith(0);

        Assert.Contains("resolve-paused [<automation-id>...] --decision <run|cancel> [options]", result.Output.ReplaceLineEndings(" ").Replace("        ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Bare_PrintsTheHelpOfAll()
    {
        var bare = (await Ectl.RunAsync(_user, [])).ShouldExitWith(0);

        Assert.Equal((await Ectl.RunAsync(_user, ["--help"])).ShouldExitWith(0).Output, bare.Output);
        Assert.Empty(bare.Error);
    }

    [Fact]
    public async Task HelpOptions_Always_ExplainsEveryGlobalOption()
    {
        var result = (await Ectl.RunAsync(_user, ["help", "options"])).ShouldExitWith(0);

        Assert.All(["--sandbox", "--profile", "--yes", "--output", "--quiet", "--verbose", "--debug"], name => Assert.Contains($"  {name}", result.Output, StringComparison.Ordinal));
        Assert.All(result.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Theory]
    [InlineData("options")]
    [InlineData("exit-codes")]
    [InlineData("environment")]
    [InlineData("output")]
    public async Task HelpTopic_Always_FitsATerminalOfEightyColumns(string topic)
    {
        var result = (await Ectl.RunAsync(_user, ["help", topic])).ShouldExitWith(0);

        Assert.DoesNotContain(result.Output.Split('\n'), line => line.Length > 80);
    }

    [Fact]
    public async Task HelpExitCodes_Always_ListsEveryCode()
    {
        var result = (await Ectl.RunAsync(_user, ["help", "exit-codes"])).ShouldExitWith(0);

        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Contains($"{(int)code,5}  ", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CONDUCTORONE_ACCESS_TOKEN")]
    [InlineData("CONDUCTORONE_CLIENT_ID")]
    [InlineData("CONDUCTORONE_CLIENT_SECRET")]
    [InlineData("CONDUCTORONE_OIDC_TOKEN")]
    [InlineData("CONDUCTORONE_SERVER_URL")]
    [InlineData("KUBIYA_CONFIG")]
    [InlineData("ECTL_PROFILE")]
    [InlineData("CODEGEN_API_TOKEN")]
    [InlineData("CODEGEN_ORG_ID")]
    [InlineData("CODEGEN_API_BASE_URL")]
    [InlineData("KUBIYA_API_KEY")]
    [InlineData("KUBIYA_CONTROL_PLANE_BASE_URL")]
    public async Task HelpEnvironment_Always_NamesTheVariable(string variable)
    {
        var result = (await Ectl.RunAsync(_user, ["help", "environment"])).ShouldExitWith(0);

        Assert.Contains(variable, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HelpOutput_Always_NamesEveryOutcome()
    {
        var result = (await Ectl.RunAsync(_user, ["help", "output"])).ShouldExitWith(0);

        Assert.All(Enum.GetNames<ReportedOutcome>(), name => Assert.Contains(char.ToLowerInvariant(name[0]) + name[1..], result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_Always_IsOneLineOnStdout()
    {
        var result = (await Ectl.RunAsync(_user, ["--version"])).ShouldExitWith(0);

        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?(\+[0-9a-f]+)?\n$", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_OfRoot_ListsEveryCommandAndGlobalOption()
    {
        var result = (await Ectl.RunAsync(_user, ["--help"])).ShouldExitWith(0);

        Assert.All(
            ["automations", "automation-executions", "agent-runs", "executions", "serve", "sandbox", "help", "--sandbox,", "--yes,", "--output,", "--verbose,", "--version:"],
            name => Assert.Contains($" {name}", result.Output, StringComparison.Ordinal));
    }

    /// <summary>The formatter that man uses finds nothing to complain of, and every command is on the page.</summary>
    [Fact]
    public async Task Help_Manual_IsAPageForMan()
    {
        var page = (await Ectl.RunAsync(_user, ["help", "--man"])).ShouldExitWith(0);
        var file = _user.Write("ectl.1", System.Text.Encoding.UTF8.GetBytes(page.Output));

        await using var man = EctlProcess.Start("man", _user, ["--warnings", "-l", "-Tutf8", file], ServiceVariables.Of(("LC_ALL", "C.UTF-8"), ("MANWIDTH", "80")));

        var shown = (await man.WaitAsync()).ShouldExitWith(0);
        Assert.Empty(shown.Error);
        Assert.All(
            Documentation.CommandTree.All.Where(command => command.Subcommands.Count == 0),
            command => Assert.Contains(Documentation.CommandTree.PathOf(command).ToUpperInvariant(), shown.Output.ToUpperInvariant(), StringComparison.Ordinal));
        Assert.Contains("ectl executions pause --all --status running --yes", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ManualOfACommand_IsOfItAlone()
    {
        var page = (await Ectl.RunAsync(_user, ["help", "--man", "executions", "pause"])).ShouldExitWith(0).Output;

        Assert.StartsWith(".TH ECTL\\-EXECUTIONS\\-PAUSE 1 ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("resolve", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_ManualOfATopic_IsRefused() =>
        Assert.Contains("none of 'exit-codes'", (await Ectl.RunAsync(_user, ["help", "--man", "exit-codes"])).ShouldExitWith(2).Error, StringComparison.Ordinal);
}
