using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>What the configuration file says of commands whose line says nothing.</summary>
public sealed class CommandDefaultsTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("", "{")]
    [InlineData("-o table", "ID")]
    public async Task Output_OfTheFile_HoldsUnlessTheLineSaysOtherwise(string options, string beginning)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure("defaults:\n  output: json\n");

        var result = (await RunAsync($"executions list {options}".TrimEnd(), server.Environment)).ShouldExitWith(0);

        Assert.StartsWith(beginning, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_OfTheFile_HoldsForALineThatCannotBeRead()
    {
        _user.Configure("defaults:\n  output: json\n");

        var result = (await RunAsync("executions lsit", ServiceVariables.None)).ShouldExitWith(2);

        Assert.Equal(2, result.ErrorDocument().GetProperty("exitCode").GetInt32());
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("--sandbox=false --profile real", "", false)]
    [InlineData("--profile real", "", false)]
    [InlineData("", "ECTL_PROFILE=real", false)]
    [InlineData("", "ECTL_SANDBOX=0", false)]
    [InlineData("", "services", false)]
    public async Task Sandbox_OfTheFile_GivesWayToLineAndVariables(string options, string variable, bool isSandbox)
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(
            $"current: real\ndefaults:\n  sandbox: true\nprofiles:\n  real:\n    kubiya:\n      server-url: {server.Url}\n"
            + $"      api-key: {server.Credentials.Kubiya.ApiKey}\n");
        var variables = variable.Split('=') switch
        {
            ["services"] => server.Environment,
            [var name, var value] => ServiceVariables.Of((name, value)),
            _ => ServiceVariables.None,
        };

        var document = (await RunAsync($"executions list -o json {options}".TrimEnd(), variables)).ShouldExitWith(0).OutputDocument();

        Assert.Equal(isSandbox, document.GetProperty("sandbox").GetBoolean());
        Assert.Equal(isSandbox, server.Journal.Entries.Count == 0);
    }

    [Fact]
    public async Task Sandbox_OfTheFile_LeavesAccountsOfTheUsersOwnAlone()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure("defaults:\n  sandbox: true\n");

        (await Ectl.RunAsync(
            _user,
            ["auth", "login", "kubiya", "--stdin", "--server-url", server.Url.ToString(), "--profile", "real"],
            input: System.Text.Encoding.UTF8.GetBytes(server.Credentials.Kubiya.ApiKey))).ShouldExitWith(0);
        var listed = (await RunAsync("profile list", ServiceVariables.None)).ShouldExitWith(0);

        Assert.Contains("real", listed.Output, StringComparison.Ordinal);
        Assert.NotEmpty(server.Journal.Entries);
    }

    [Theory]
    [InlineData("output: xml", "'output' of defaults is table, json or jsonl, not 'xml'")]
    [InlineData("sandbox: maybe", "'sandbox' of defaults is neither true nor false")]
    [InlineData("parallel: 17", "'parallel' of defaults is a whole number from 1 to 16, not '17'")]
    [InlineData("colour: red", "'colour' of defaults is none of output, sandbox, parallel and history")]
    public async Task File_SaysSomethingElse_IsRefusedWhereItIsNeeded(string line, string complaint)
    {
        _user.Configure($"defaults:\n  {line}\n");

        var result = (await RunAsync("executions pause 11111111-1111-4111-8111-111111111111", ServiceVariables.None)).ShouldExitWith(2);
        var diagnosis = await RunAsync("doctor", ServiceVariables.None);

        Assert.Contains(complaint, Unwrapped(result.Error), StringComparison.Ordinal);
        Assert.Contains(complaint, Unwrapped(diagnosis.Output), StringComparison.Ordinal);
    }

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task<EctlResult> RunAsync(string line, IReadOnlyDictionary<string, string> variables) => Ectl.RunAsync(_user, line.Split(' '), variables);
}
