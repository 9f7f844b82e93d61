using System.CommandLine;
using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.Completion;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.Tests.Documentation;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;

namespace ExecutionControl.Cli.Tests.Services;

/// <summary>A further service is one more module in the composition: everything that speaks of services speaks of it, too.</summary>
public sealed class FourthServiceTests : IDisposable
{
    private static readonly ServiceModules Services = new([.. Composition.Services.All, new LoomService()]);

    private readonly UserFolder _user = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public FourthServiceTests() => _variables["HOME"] = _user.Home;

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task AuthStatus_AccountInTheEnvironment_ShowsIt()
    {
        (_variables["LOOM_KEY"], _variables["LOOM_HALL"]) = ("k-1234567", "7");

        var (exitCode, output, error) = await RunAsync("auth", "status", "--output", "json");

        Assert.True(exitCode == 0, error);
        var accounts = JsonDocument.Parse(output).RootElement.GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(["conductorOne", "codegen", "kubiya", "loomWorks"], accounts.Select(account => account.GetProperty("service").GetString()));
        Assert.Equal("valid", accounts[3].GetProperty("state").GetString());
        Assert.Equal("hall 7", accounts[3].GetProperty("account").GetProperty("holder").GetString());
        Assert.Equal("LOOM_KEY", accounts[3].GetProperty("credential").GetString());
    }

    [Fact]
    public async Task AuthStatus_FileOfItsOwnTool_IsRead()
    {
        Directory.CreateDirectory(Path.Combine(_user.Home, ".loom"));
        await File.WriteAllTextAsync(Path.Combine(_user.Home, ".loom", "key"), "k-1234567\n");
        _variables["LOOM_HALL"] = "8";

        var (exitCode, output, error) = await RunAsync("auth", "status", "loom");

        Assert.True(exitCode == 0, error);
        Assert.Contains("hall 8", output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(".loom", "key"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_AccountInTheEnvironment_LooksAtIt()
    {
        _variables["LOOM_KEY"] = "k-1234567";

        var (_, output, error) = await RunAsync("doctor", "--output", "json");

        var findings = JsonDocument.Parse(output.Length > 0 ? output : error).RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(finding => finding.GetProperty("check").GetString()!, finding => finding.GetProperty("status").GetString());
        Assert.Equal("problem", findings["loom server"]);
        Assert.Equal("ok", findings["loom credential"]);
    }

    [Fact]
    public async Task Login_SecretOnStandardInput_IsKeptWithWhatGoesWithIt()
    {
        var (missing, _, complaint) = await RunAsync(["auth", "login", "loom", "--stdin"], "k-1234567");
        Assert.Equal(2, missing);
        Assert.Contains("--hall is missing: every loom stands in a hall.", complaint, StringComparison.Ordinal);

        var (exitCode, output, error) = await RunAsync(["auth", "login", "loom", "--stdin", "--hall", "9"], "k-1234567");
        Assert.True(exitCode == 0, error);
        Assert.Contains("Applied: the account at LoomWorks, hall 9 is kept in profile default", output, StringComparison.Ordinal);

        var (_, shown, _) = await RunAsync("profile", "show");
        Assert.Matches(@"loom\.key +\(set, not shown\)", shown);
        Assert.Matches(@"loom\.hall +9", shown);

        var (_, listed, _) = await RunAsync("profile", "list");
        Assert.Contains("loom", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProfileSet_ItsSettings_AreCheckedAsTheirKindDemands()
    {
        Assert.Equal(0, (await RunAsync("profile", "set", "mill", "loom.hall", "3")).ExitCode);
        Assert.Equal(2, (await RunAsync("profile", "set", "mill", "loom.hall", "three")).ExitCode);
        Assert.Equal(2, (await RunAsync("profile", "set", "mill", "loom.server-url", "no address")).ExitCode);
        Assert.Contains("is a secret", (await RunAsync("profile", "set", "mill", "loom.key", "k-1234567")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthToken_OfIt_IsPrinted()
    {
        _variables["LOOM_KEY"] = "k-1234567";

        Assert.Equal(LoomService.Token, (await RunAsync("auth", "token", "loom")).Output.Trim());
    }

    [Fact]
    public async Task Completion_OfServices_OffersIt()
    {
        foreach (var line in (string[])["ectl auth status ", "ectl auth login ", "ectl exec --service "])
        {
            var (_, output, _) = await RunAsync($"[suggest:{line.Length}]", line);

            Assert.Contains("loom", output.Split(Environment.NewLine));
        }
    }

    [Fact]
    public void Completion_OfIds_OffersThose()
    {
        (_variables["LOOM_KEY"], _variables["LOOM_HALL"]) = ("k-1234567", "7");
        var argument = new TargetArgument(TargetIds.Text("loom-id", "loom"), "The looms.", []);
        argument.CompletionSources.Add(new IdCompletion(Host([], new MemoryStream(), new MemoryStream()), new LoomService(), "looms").Complete);
        var command = new Command("stop") { argument };
        command.Options.Add(new Option<string>("--hall"));

        Assert.Equal(["looms-1-of-hall-7", "looms-2"], command.Parse("").GetCompletions().Select(item => item.Label).Where(label => label.StartsWith("loom", StringComparison.Ordinal)));
        Assert.Contains("looms-1-of-hall-5", command.Parse("--hall 5 ").GetCompletions().Select(item => item.Label));
    }

    [Fact]
    public async Task Help_OfTheEnvironmentAndOfCommands_SpeaksOfIt()
    {
        var (_, environment, _) = await RunAsync("help", "environment");
        Assert.Contains("or the file that KUBIYA_CONFIG names\n     ~/.loom/key", environment, StringComparison.Ordinal);
        Assert.Contains($"LoomWorks{Environment.NewLine}  LOOM_KEY, LOOM_HALL{Environment.NewLine}      key and number", environment, StringComparison.Ordinal);

        var (_, login, _) = await RunAsync("auth", "login", "--help");
        Assert.Contains("conductorone, codegen, kubiya, loom", login, StringComparison.Ordinal);
        Assert.Contains("LoomWorks: the number of the hall.", login, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsTable_OfTheDocumentation_NamesItsSettings()
    {
        var table = SettingsTable.Write(Services.Definitions);

        Assert.Contains("| `loom.key` | `LOOM_KEY` | a secret |", table, StringComparison.Ordinal);
        Assert.Contains("| `loom.hall` | `LOOM_HALL` | a number |", table, StringComparison.Ordinal);
        Assert.Contains("| `loom.credential-helper` | none |", table, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunAsync(arguments, string.Empty);

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, string input)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var exitCode = await EctlApplication.RunAsync(Host(Encoding.UTF8.GetBytes(input), output, error), arguments);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()));
    }

    private CommandHost Host(byte[] input, MemoryStream output, MemoryStream error)
    {
        var style = new TerminalStyle(isTerminal: false, canMove: false, hasColour: false);
        return new CommandHost(
            new StandardStreams(new TextInput(input), output, style, error, style),
            new TerminationSignals(TimeProvider.System),
            new Variables(_variables.GetValueOrDefault, _ => _user.Home),
            TimeProvider.System,
            Services);
    }
}
