using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Terminal;

/// <summary>Profiles with which nothing is changed by accident: protected ones, and read-only ones.</summary>
public sealed class GuardedProfileTests : IDisposable
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Pause = $"executions pause {Running}";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData(Pause, "production", 0, 1)]
    [InlineData(Pause, "y", 2, 0)]
    [InlineData(Pause, "", 2, 0)]
    [InlineData($"{Pause} --yes", "prod", 2, 0)]
    [InlineData($"{Pause} --yes", "production", 0, 1)]
    public async Task Protected_OnATerminal_TakesItsNameAndNothingElse(string line, string typed, int exitCode, int sent)
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, "protected: true");
        await using var terminal = EctlTerminal.Start(_user, $"ectl {line}");

        await terminal.SeesAsync("Profile production is protected. Type its name to go ahead: ");
        await terminal.TypeAsync(typed);

        Assert.Equal(exitCode, await terminal.WaitAsync());
        Assert.Contains($"\u001b[31mKubiya, at {server.Url}, profile production\u001b[0m", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(sent, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Theory]
    [InlineData("", 2, 0)]
    [InlineData("--yes", 2, 0)]
    [InlineData("--confirm staging", 2, 0)]
    [InlineData("--confirm Production", 2, 0)]
    [InlineData("--confirm production", 0, 1)]
    [InlineData("--dry-run", 0, 0)]
    public async Task Protected_NoTerminal_TakesConfirmWithItsName(string options, int exitCode, int sent)
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, "protected: true");

        var result = (await RunAsync($"{Pause} {options}")).ShouldExitWith(exitCode);

        Assert.Equal(exitCode == 2, result.Error.Contains("Nothing was sent.", StringComparison.Ordinal));
        Assert.Equal(sent, server.Journal.Entries.Count);
    }

    [Theory]
    [InlineData("protected: true", "add --confirm production.")]
    [InlineData("protected: false", "add --yes.")]
    public async Task FoundTargets_NoTerminal_NamesTheOptionThatSaysYes(string guard, string advice)
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, guard);

        var result = (await RunAsync("executions pause --all")).ShouldExitWith(2);

        Assert.Contains($"{advice} Nothing was sent.", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, server.Journal.Count(OperationNames.PauseExecution));
    }

    [Fact]
    public async Task Confirm_AccountOfNoProfile_SendsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, [.. Pause.Split(' '), "--confirm", "production"], server.Environment)).ShouldExitWith(2);

        Assert.Contains("--confirm names profile production, but this would be done to Kubiya", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData($"{Pause} --yes", 2)]
    [InlineData($"{Pause} --confirm production", 2)]
    [InlineData($"executions terminate {Running} --reason drill --yes", 2)]
    [InlineData($"{Pause} --dry-run", 0)]
    [InlineData("executions list", 0)]
    public async Task ReadOnly_AnyCommand_MayLookAndChangesNothing(string line, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();
        Configure(server, "read-only: true");

        var result = (await RunAsync(line)).ShouldExitWith(exitCode);

        Assert.Equal(exitCode == 2, result.Error.Contains("Profile production is read-only", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Journal.Entries, entry => entry.Operation is OperationNames.PauseExecution or OperationNames.TerminateExecution);
    }

    [Fact]
    public async Task Set_ProtectedAndReadOnly_AreShownAndListed()
    {
        _user.Configure("current: production\nprofiles:\n  production:\n    kubiya:\n      api-key: kept-key-4711\n");
        (await RunAsync("profile set production protected true")).ShouldExitWith(0);

        var shown = (await RunAsync("profile show production -o json")).ShouldExitWith(0).OutputDocument();
        var listed = (await RunAsync("profile list")).ShouldExitWith(0);
        (await RunAsync("profile set production read-only maybe")).ShouldExitWith(2);

        Assert.True(shown.GetProperty("protected").GetBoolean());
        Assert.False(shown.GetProperty("readOnly").GetBoolean());
        Assert.Contains("production (protected)", listed.Output, StringComparison.Ordinal);
    }

    private Task<EctlResult> RunAsync(string line) => Ectl.RunAsync(_user, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private void Configure(ReferenceServer server, string guard) => _user.Configure(
        $"current: production\nprofiles:\n  production:\n    {guard}\n    kubiya:\n      server-url: {server.Url}\n      api-key: {server.Credentials.Kubiya.ApiKey}\n");
}
