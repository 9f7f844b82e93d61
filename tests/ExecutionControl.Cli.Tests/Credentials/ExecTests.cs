using ExecutionControl.Cli.Commands.Exec;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Credentials;

/// <summary><c>ectl exec</c>: accounts lent to one child.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly UserFolder _user = new();

    /// <summary>What a program would leave that must not be run.</summary>
    private string Ran => Path.Combine(_user.Home, "ran");

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Exec_AccountsOfAProfile_LendsTokensAndNoClientSecret()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(ServerProfiles.Of(server));

        var result = await EctlProcess.RunAsync(
            _user,
            ["exec", "--profile", "staging", "--", "sh", "-c", "env > seen; chmod 600 seen"],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CONDUCTORONE_CLIENT_SECRET"] = "other-4711", ["CONDUCTORONE_OIDC_TOKEN"] = "other-4712", ["KUBIYA_API_KEY"] = "other-4713", ["ECTL_PROFILE"] = "production",
            });

        result.ShouldExitWith(0);
        var seen = (await File.ReadAllLinesAsync(Path.Combine(_user.Home, "seen"))).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);
        Assert.Equal(
            ["CODEGEN_API_BASE_URL", "CODEGEN_API_TOKEN", "CODEGEN_ORG_ID", "CONDUCTORONE_ACCESS_TOKEN", "CONDUCTORONE_SERVER_URL", "KUBIYA_API_KEY", "KUBIYA_CONTROL_PLANE_BASE_URL"],
            seen.Keys.Where(name => name.StartsWith("CO", StringComparison.Ordinal) || name.StartsWith("KUBIYA", StringComparison.Ordinal) || name.StartsWith("ECTL", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(server.Credentials.Kubiya.ApiKey, seen["KUBIYA_API_KEY"]);
        Assert.NotEqual(server.Credentials.ConductorOne.ClientSecret, seen["CONDUCTORONE_ACCESS_TOKEN"]);
        Assert.Equal(server.Url.ToString().TrimEnd('/'), seen["CONDUCTORONE_SERVER_URL"]);
    }

    [Fact]
    public async Task Exec_ChildIsEctl_ActsWithTheLentAccounts()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(ServerProfiles.Of(server));

        var result = await EctlProcess.RunAsync(_user, ["exec", "--", EctlFile.Path, "automations", "list", "-o", "json"]);

        Assert.Contains("aut_runaway", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_Sandbox_LendsTheServerInThisProcess()
    {
        var result = await EctlProcess.RunAsync(_user, ["--sandbox", "exec", "--", EctlFile.Path, "executions", "list", "-o", "json"]);

        Assert.Contains("11111111-1111-4111-8111-111111111111", result.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("kill -9 $$", 137)]
    public async Task Exec_ChildEnds_EndsWithItsExitCode(string script, int exitCode)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await EctlProcess.RunAsync(_user, ["exec", "--", "sh", "-c", script], server.Environment)).ShouldExitWith(exitCode);
    }

    [Fact]
    public async Task Exec_StandardInput_IsTheChilds()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = await EctlProcess.RunAsync(_user, ["exec", "--", "cat"], server.Environment, "one\ntwo\n"u8.ToArray());

        Assert.Equal("one\ntwo\n", result.ShouldExitWith(0).Output);
    }

    [Fact]
    public async Task Exec_Terminated_PassesTheSignalOnAndWaits()
    {
        await using var server = await ReferenceServer.StartAsync();
        await using var ectl = EctlProcess.Start(
            _user,
            ["exec", "--", "sh", "-c", "trap 'echo cleaned up; exit 7' TERM; echo ready; while :; do sleep 0.1; done"],
            server.Environment);
        Assert.Equal("ready", await ectl.FirstLineAsync());

        ectl.Terminate();

        Assert.Contains("cleaned up", (await ectl.WaitAsync()).ShouldExitWith(7).Output, StringComparison.Ordinal);
    }

    /// <summary>A child may run, and somebody may see it, before the call that starts it has returned.</summary>
    [Fact]
    public void Pass_ChildIsBeingStarted_ReachesItOnceItIs()
    {
        var relay = new SignalRelay();
        var sent = new List<int>();

        relay.Pass(15);
        relay.Open(number =>
        {
            sent.Add(number);
            return 0;
        });
        relay.Pass(1);

        Assert.Equal([15, 1], sent);
    }

    [Theory]
    [InlineData("no-such-program", 2, "There is no program 'no-such-program' on PATH")]
    [InlineData("./nothing", 2, "There is no program './nothing'")]
    public async Task Exec_NoSuchProgram_RunsNothing(string program, int exitCode, string complaint)
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["exec", "--", program], server.Environment)).ShouldExitWith(exitCode);

        Assert.Contains(complaint, result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Exec_NoAccount_SaysSoAndRunsNothing()
    {
        var none = (await Ectl.RunAsync(_user, ["exec", "--", "touch", Ran])).ShouldExitWith(3);
        var asked = (await Ectl.RunAsync(_user, ["exec", "--service", "kubiya", "--", "touch", Ran])).ShouldExitWith(3);

        Assert.Contains("no account to lend", none.Error, StringComparison.Ordinal);
        Assert.Contains("Kubiya", asked.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Ran));
    }

    [Fact]
    public async Task Exec_RejectedCredential_RunsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        var variables = server.Environment.With("CONDUCTORONE_CLIENT_ID", server.Credentials.ConductorOne.ClientId.Replace("sandbox", "nobody", StringComparison.Ordinal));

        var result = (await Ectl.RunAsync(_user, ["exec", "--", "touch", Ran], variables)).ShouldExitWith(3);

        Assert.Contains("No token for ConductorOne", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Ran));
    }
}
