using System.Globalization;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Completion: what ectl offers, and that a real bash offers it.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Bash_CommandOptionOrValue_IsCompleted() => Assert.Equal(
        [
            ("ectl auto", "automation-executions automations"),
            ("ectl automations cl", "clear-breaker"),
            ("ectl automations resolve-paused aut_1 --deci", "--decision"),
            ("ectl automations resolve-paused aut_1 --decision ", "cancel run"),
            ("ectl --output j", "json jsonl"),
            ("ectl automation-executions list --state paused", "paused-by-circuit-breaker"),
            ("ectl completion z", "zsh"),
            ("ectl --sandbox autom", "automation-executions automations"),
            ("ectl automations list -y --trip", "--tripped"),
        ],
        await CompleteAsync(
            ServiceVariables.None,
            "ectl auto",
            "ectl automations cl",
            "ectl automations resolve-paused aut_1 --deci",
            "ectl automations resolve-paused aut_1 --decision ",
            "ectl --output j",
            "ectl automation-executions list --state paused",
            "ectl completion z",
            "ectl --sandbox autom",
            "ectl automations list -y --trip"));

    [Fact]
    public async Task Bash_Id_IsCompletedFromTheService()
    {
        await using var server = await ReferenceServer.StartAsync();

        // Half a second is little for a machine that runs every other test at the same time.
        var found = await CompleteAsync(
            server.Environment.With("ECTL_COMPLETION_TIMEOUT", "30s"),
            "ectl automations resolve-paused aut_r",
            "ectl automation-executions get 9007",
            "ectl agent-runs get 10",
            "ectl executions pause 1",
            "ectl automation-executions list --automation aut_r");

        Assert.Equal(
            ["aut_runaway", "9007199254740993", "101 102 103 104", "11111111-1111-4111-8111-111111111111", "aut_runaway"],
            found.Select(completed => completed.Words));
    }

    [Theory]
    [InlineData("automations get", "aut_backlog aut_nightly aut_runaway")]
    [InlineData("automations clear-breaker", "aut_backlog aut_runaway")]
    [InlineData("automations enable", "", "aut_nightly")]
    [InlineData("automation-executions terminate", "", "839265")]
    [InlineData("agent-runs resume", "101")]
    [InlineData("executions resume", "22222222-2222-4222-8222-222222222222")]
    [InlineData("executions pause", "11111111-1111-4111-8111-111111111111 44444444-4444-4444-8444-444444444444")]
    [InlineData("executions terminate", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333")]
    public async Task Suggest_Ids_AreThoseThatTheCommandCouldActOn(string command, string offered, string left = "")
    {
        await using var server = await ReferenceServer.StartAsync();

        var words = (await SuggestAsync($"ectl {command} ", server.Environment.With("ECTL_COMPLETION_TIMEOUT", "30s"))).Output.Split('\n');

        Assert.All(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries), id => Assert.Contains(id, words));
        Assert.DoesNotContain(words, word => left.Length > 0 && word == left);
    }

    [Fact]
    public async Task Suggest_NothingTyped_ValuesComeBeforeOptionsAndNoneIsOrBeginsWithALoneDash()
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = server.Environment.With("ECTL_COMPLETION_TIMEOUT", "30s");

        foreach (var line in (string[])["ectl executions terminate ", "ectl executions terminate -", "ectl automations resolve-paused ", "ectl "])
        {
            var words = (await SuggestAsync(line, variables)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

            Assert.NotEmpty(words);
            Assert.All(words, word => Assert.Matches("^(--|[^-])", word));
            Assert.Equal(words.OrderBy(word => word.StartsWith('-')), words);
        }
    }

    [Theory]
    [InlineData("ectl --profile ", "production staging")]
    [InlineData("ectl profile use s", "staging")]
    [InlineData("ectl executions pause e --confirm p", "production")]
    [InlineData("ectl help e", "executions exec exit-codes environment")]
    [InlineData("ectl help automations cl", "clear-breaker")]
    public async Task Suggest_ProfileOrTopic_IsOffered(string line, string expected)
    {
        _user.Configure("profiles:\n  production:\n    kubiya:\n      api-key: kept-key-4711\n  staging:\n    protected: true\n");

        var words = (await SuggestAsync(line, ServiceVariables.None)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), words.Where(word => !word.StartsWith('-')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ectl automations resolve-paused aut_1 --decision=c", "--decision=cancel\n")]
    [InlineData("ectl automations resolve-paused aut_1 --decision=", "--decision=cancel\n--decision=run\n")]
    [InlineData("ectl --output=jsonl", "--output=jsonl\n")]
    [InlineData("ectl automations resolve-paused aut_1 --reason=x", "")]
    public async Task Suggest_ValueIsJoinedToItsOption_OffersTheWholeWord(string line, string expected)
    {
        var result = (await Ectl.RunAsync(_user, [string.Create(CultureInfo.InvariantCulture, $"[suggest:{line.Length}]"), line])).ShouldExitWith(0);

        Assert.Equal(expected, result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Suggest_ServiceIsSilent_EndsWithoutIt()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);

        var result = (await Ectl.RunAsync(_user, ["[suggest:19]", "ectl executions get "], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        // Half a second, and what a machine under load adds to it.
        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("1111", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("ectl agent-runs get --organization 43 ", "/v1/organizations/43/")]
    [InlineData("ectl agent-runs ban 7 --organization=43 1", "/v1/organizations/43/")]
    [InlineData("ectl agent-runs get ", "/v1/organizations/42/")]
    public async Task Suggest_OrganizationIsTyped_AsksForItsRuns(string line, string path)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """{"items":[{"id":1234,"organization_id":43,"status":"ACTIVE"}],"total":1,"page":1,"size":100,"pages":1}"""));

        var result = await SuggestAsync(line, ServiceVariables.Codegen(server.Url));

        Assert.Contains("1234", result.Output.Split('\n'));
        Assert.StartsWith(path, Assert.Single(server.Requests).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggest_ProfileIsTyped_AsksItsServerAsItsAccount()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """[{"id":"e-of-staging","status":"running"}]"""));
        await using var other = new RawServer(_ => RawAnswer.Json(200, """[{"id":"e-of-environment","status":"running"}]"""));
        _user.Configure($"profiles:\n  staging:\n    kubiya:\n      api-key: staging-key-4711\n      server-url: {server.Url}\n");

        var result = await SuggestAsync("ectl --profile staging executions pause e", ServiceVariables.Kubiya(other.Url));

        Assert.Equal(["e-of-staging"], IdsIn(result, "e"));
        Assert.NotEmpty(server.Requests);
        Assert.All(server.Requests, request => Assert.Equal("Bearer staging-key-4711", request.Headers["Authorization"]));
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Suggest_Sandbox_AsksNoService()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """[{"id":"e1","status":"running"}]"""));

        var result = await SuggestAsync("ectl --sandbox executions get 2", ServiceVariables.Kubiya(server.Url));

        Assert.Equal(["22222222-2222-4222-8222-222222222222"], IdsIn(result, "2"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Suggest_IdIsTypedAlready_IsNotOfferedAgain()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(200, """[{"id":"e1","status":"running"},{"id":"e2","status":"running"}]"""));

        Assert.Equal(["e2"], IdsIn(await SuggestAsync("ectl executions pause e1 e", ServiceVariables.Kubiya(server.Url)), "e"));
    }

    [Theory]
    [InlineData("zsh", "compdef _ectl ectl")]
    [InlineData("fish", "complete --command ectl")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName ectl")]
    public async Task Completion_OtherShell_IsAScriptThatAsksEctl(string shell, string expected)
    {
        var result = (await Ectl.RunAsync(_user, ["completion", shell])).ShouldExitWith(0);

        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Completion_UnknownShell_ExitsWithTwo() =>
        Assert.Contains("bash, zsh, fish or pwsh", (await Ectl.RunAsync(_user, ["completion", "tcsh"])).ShouldExitWith(2).Error, StringComparison.Ordinal);

    /// <summary>What was offered that begins with the word, as a shell takes it.</summary>
    private static IEnumerable<string> IdsIn(EctlResult result, string word) => result.Output.Split('\n').Where(line => line.StartsWith(word, StringComparison.Ordinal));

    /// <summary>Half a second is little for a machine that runs every other test at the same time.</summary>
    private async Task<EctlResult> SuggestAsync(string line, IReadOnlyDictionary<string, string> variables) => (await Ectl.RunAsync(
        _user,
        [string.Create(CultureInfo.InvariantCulture, $"[suggest:{line.Length}]"), line],
        variables.With("ECTL_COMPLETION_TIMEOUT", "30s"))).ShouldExitWith(0);

    /// <summary>Loads the script into bash and calls what it registered, as bash does when somebody presses Tab at the end of each line.</summary>
    private async Task<List<(string Line, string Words)>> CompleteAsync(IReadOnlyDictionary<string, string> variables, params string[] lines)
    {
        const string script = """
            compopt() { :; }
            eval "$(ectl completion bash)"
            function="$(complete -p ectl | sed 's/.* -F \([^ ]*\) .*/\1/')"
            for COMP_LINE in "$@"; do
              COMP_POINT=${#COMP_LINE} COMPREPLY=()
              read -ra COMP_WORDS <<< "$COMP_LINE"
              [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=("")
              COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
              "$function"
              printf '%s\t%s\n' "$COMP_LINE" "$(printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | tr '\n' ' ')"
            done
            exit 0
            """;
        await using var bash = EctlProcess.Start(
            "/bin/bash",
            _user,
            ["--norc", "-c", script, "bash", .. lines],
            variables.With("PATH", EctlFile.SearchPath));
        var result = (await bash.WaitAsync()).ShouldExitWith(0);
        Assert.Empty(result.Error);
        return [.. result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1].TrimEnd()))];
    }
}
