using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>What happens to a command line that is not accepted: exit 2, nothing sent, and a hint.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("automations reslove-paused aut_1", "Did you mean 'resolve-paused'?")]
    [InlineData("automation list", "Did you mean 'automations'?")]
    [InlineData("--profile executions automation list", "Did you mean 'automations'?")]
    [InlineData("automations", "ectl automations needs a command: list, get, resolve-paused, clear-breaker")]
    [InlineData("agent-runs resume 101 --promt x", "Did you mean '--prompt'?")]
    [InlineData("profile show a b", "'b' is one argument too many")]
    [InlineData("executions pause a .", "'.' is no execution id")]
    [InlineData("executions pause a --parallel 0", "--parallel takes a whole number from 1 to 16")]
    [InlineData("executions pause a --parallel 17", "--parallel takes a whole number from 1 to 16")]
    [InlineData("automations resolve-paused aut_1 --all-tripped --decision run", "leave one of them out")]
    [InlineData("agent-runs resume - --prompt -", "one of the two places only")]
    [InlineData("executions pause", "execution-id")]
    [InlineData("automations resolve-paused aut_1", "'--decision' is required")]
    [InlineData("automations resolve-paused aut_1 --decision", "'--decision'")]
    [InlineData("automations resolve-paused aut_1 --decision 0", "--decision takes run or cancel, not '0'")]
    [InlineData("automations resolve-paused aut_1 --decision run --decision cancel", "--decision")]
    [InlineData("automations resolve-paused . --decision run", "'.' is no automation id")]
    [InlineData("automation-executions terminate 12x", "'12x' is no automation execution id")]
    [InlineData("automation-executions terminate 9223372036854775808", "at most 64 bits")]
    [InlineData("automation-executions terminate 1e3", "'1e3' is no automation execution id")]
    [InlineData("agent-runs resume 0 --prompt x", "positive")]
    [InlineData("agent-runs resume 101 --prompt x --organization 4.2", "'4.2' is no organization")]
    [InlineData("agent-runs resume 101 --prompt x --organization 0", "'0' is no organization")]
    [InlineData("executions pause ..", "'..' is no execution id")]
    [InlineData("executions pause a --output xml", "--output takes table or json")]
    [InlineData("executions pause a --timeout 5m", "give --wait, too")]
    [InlineData("executions pause a --wait --timeout 5", "'5' is no duration")]
    [InlineData("executions list --status runing", "Did you mean 'running'?")]
    [InlineData("automation-executions list --state paused", "There is no state 'paused'")]
    [InlineData("automations list --limit 0", "positive whole number")]
    [InlineData("automations list --dry-run", "There is no option '--dry-run'")]
    [InlineData("serve --sandbox", "--sandbox")]
    [InlineData("--sandbox serve", "--sandbox")]
    [InlineData("serve --url nonsense", "'nonsense' is no address")]
    [InlineData("serve --url https://127.0.0.1:0", "is no address to listen on")]
    [InlineData("--sandbox --profile x executions pause a", "leave --sandbox or --profile out")]
    [InlineData("executions pause a --profile x --sandbox", "leave --sandbox or --profile out")]
    [InlineData("auth login kubya", "did you mean 'kubiya'?")]
    [InlineData("auth login kubiya --client-id x", "--client-id is an option of conductorone")]
    [InlineData("auth login kubiya --sandbox", "--sandbox has an account of its own")]
    [InlineData("auth login kubiya", "--stdin")]
    [InlineData("auth token", "conductorone|codegen|kubiya")]
    [InlineData("--sandbox profile list", "--sandbox reads no profile")]
    [InlineData("profile set production kubiya.api-key abc", "ectl auth login kubiya")]
    [InlineData("profile set production kubiya.server-ulr abc", "Did you mean 'kubiya.server-url'?")]
    [InlineData("profile set production codegen.organization", "either a value or --unset")]
    [InlineData("profile set -x codegen.organization 1", "'-x'")]
    [InlineData("profile set a/b codegen.organization 1", "'a/b' is no name for a profile")]
    [InlineData("help exit-code", "Did you mean 'exit-codes'?")]
    public async Task Run_CommandLineIsWrong_ExitsWithTwoAndSaysWhy(string line, string expected)
    {
        var result = await Ectl.RunAsync(_user, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.ShouldExitWith(2);
        Assert.Empty(result.Output);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent.", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executions list -ojson")]
    [InlineData("executions list -qojson")]
    public async Task Run_ShortOptionsTogether_AreTakenApart(string line)
    {
        var result = (await Ectl.RunAsync(_user, ["--sandbox", .. line.Split(' ')])).ShouldExitWith(0);

        Assert.True(result.OutputDocument().GetProperty("sandbox").GetBoolean());
        (await Ectl.RunAsync(_user, ["--sandbox", "executions", "pause", "-yq", "11111111-1111-4111-8111-111111111111"])).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("--output json automations reslove-paused aut_1", null, null, null)]
    [InlineData("automation-executions terminate 12x -o json", "conductorOne", "terminate", "12x")]
    [InlineData("agent-runs resume --output=json 0 --prompt x", "codegen", "resume", "0")]
    [InlineData("executions pause . --output:JSON", "kubiya", "pause", ".")]
    [InlineData("executions pause a . --output json", "kubiya", "pause", null)]
    public async Task Run_CommandLineIsWrongAndJsonWanted_PrintsOneDocumentToStderr(string line, string? service, string? operation, string? target)
    {
        var document = (await Ectl.RunAsync(_user, line.Split(' '))).ShouldExitWith(2).ErrorDocument();

        Assert.Equal("notSent", document.GetProperty("outcome").GetString());
        Assert.Equal(2, document.GetProperty("exitCode").GetInt32());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.False(document.GetProperty("sandbox").GetBoolean());
        Assert.NotEmpty(document.GetProperty("message").GetString()!);
        Assert.Equal(service, document.GetProperty("service").GetString());
        Assert.Equal(operation ?? document.GetProperty("operation").GetString(), document.GetProperty("operation").GetString());
        Assert.Equal(target, document.GetProperty("target").GetString());
    }

    [Fact]
    public async Task Run_ValueBeginsWithAt_IsNoFileOfArguments()
    {
        var result = await Ectl.RunAsync(_user, ["agent-runs", "resume", "101", "--prompt", "@nobody.txt"]);

        // The value is taken as it is, so that the command gets as far as the missing credential.
        result.ShouldExitWith(3);
    }
}
