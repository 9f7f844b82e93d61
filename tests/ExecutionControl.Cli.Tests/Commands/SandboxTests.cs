using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>--sandbox</c>: the way in, with no account and no configuration.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Sandbox_MainJob_ResolvesEverythingAndRemembersIt()
    {
        string[] command = ["--sandbox", "automations", "resolve-paused", "--yes", "aut_runaway", "--decision", "cancel", "--reason", "runaway"];

        var first = (await Ectl.RunAsync(_user, command)).ShouldExitWith(0);
        var second = (await Ectl.RunAsync(_user, command)).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240 paused executions of aut_runaway cancelled in 2 rounds; 0 left.", first.Output, StringComparison.Ordinal);
        Assert.StartsWith("sandbox: ", first.Error, StringComparison.Ordinal);
        Assert.StartsWith("Already so: aut_runaway has no paused executions", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("automation-executions terminate 9007199254740993", 0, "applied")]
    [InlineData("automation-executions terminate 12x", 2, "notSent")]
    [InlineData("automation-executions terminate 424242", 4, "refused")]
    [InlineData("executions pause 22222222-2222-4222-8222-222222222222", 0, "alreadySo")]
    [InlineData("executions pause 33333333-3333-4333-8333-333333333333", 5, "refused")]
    [InlineData("executions pause not-a-uuid", 5, "refused")]
    [InlineData("agent-runs resume 101 --prompt go", 0, "applied")]
    [InlineData("agent-runs resume 103 --prompt go", 5, "refused")]
    [InlineData("agent-runs resume 999 --prompt go", 4, "refused")]
    public async Task Sandbox_JsonWanted_PrintsOneMarkedDocument(string line, int exitCode, string outcome)
    {
        var words = line.Split(' ');
        var result = (await Ectl.RunAsync(_user, [.. words, "--yes", "--sandbox", "--output", "json"])).ShouldExitWith(exitCode);

        var document = exitCode == 0 ? result.OutputDocument() : result.ErrorDocument();
        Assert.True(document.GetProperty("sandbox").GetBoolean());
        Assert.Equal(outcome, document.GetProperty("outcome").GetString());
        Assert.Equal(exitCode, document.GetProperty("exitCode").GetInt32());
        Assert.Equal(words[2], document.GetProperty("target").GetString());
        Assert.NotEqual(JsonValueKind.Null, document.GetProperty("service").ValueKind);
        Assert.True(document.TryGetProperty("safeToRepeat", out _));
        Assert.NotEmpty(document.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Sandbox_EnvironmentPointsElsewhere_IsIgnored()
    {
        var variables = ServiceVariables.Of(("CONDUCTORONE_ACCESS_TOKEN", "a-real-token-4711"), ("CONDUCTORONE_SERVER_URL", "https://127.0.0.1:1"), ("CODEGEN_ORG_ID", "not a number"), ("HTTP_PROXY", "http://127.0.0.1:1"));

        (await Ectl.RunAsync(_user, ["--sandbox", "automation-executions", "terminate", "--yes", "839265"], variables)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, ["--sandbox", "agent-runs", "resume", "101", "--prompt", "go on"], variables)).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("automation-executions terminate 839265")]
    [InlineData("agent-runs resume 101 --prompt go")]
    [InlineData("executions pause 11111111-1111-4111-8111-111111111111")]
    public async Task Sandbox_Verbose_ShowsNoCredential(string line)
    {
        await using var server = await ReferenceServer.StartAsync();
        var credentials = new[]
        {
            server.Environment["CONDUCTORONE_CLIENT_SECRET"],
            server.Environment["CODEGEN_API_TOKEN"],
            server.Environment["KUBIYA_API_KEY"],
        };

        var result = (await Ectl.RunAsync(_user, [.. line.Split(' '), "--yes", "--sandbox", "--verbose"])).ShouldExitWith(0);

        Assert.Contains("credential: the sandbox's own", result.Error, StringComparison.Ordinal);
        Assert.All(credentials, secret => Assert.DoesNotContain(secret, result.Output + result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sandbox_State_IsForItsOwnerAlone()
    {
        (await Ectl.RunAsync(_user, ["--sandbox", "automation-executions", "terminate", "--yes", "839265"])).ShouldExitWith(0);

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var folder = Path.GetDirectoryName(_user.SandboxFile)!;
            foreach (var path in Directory.GetFiles(folder).Append(folder))
            {
                Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & others);
            }
        }

        Assert.True(File.Exists(_user.SandboxFile));
    }

    [Fact]
    public async Task Sandbox_SeveralAtOnce_ShareTheState()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Ectl.RunAsync(_user, ["--sandbox", "executions", "pause", "11111111-1111-4111-8111-111111111111", "-o", "json"])));

        var outcomes = runs.Select(run => run.ShouldExitWith(0).OutputDocument().GetProperty("outcome").GetString()).ToList();
        Assert.Single(outcomes, "applied");
        Assert.Equal(3, outcomes.Count(outcome => outcome == "alreadySo"));
    }

    [Fact]
    public async Task Reset_AfterUse_StartsAfresh()
    {
        string[] pause = ["--sandbox", "executions", "pause", "11111111-1111-4111-8111-111111111111", "-o", "json"];
        (await Ectl.RunAsync(_user, pause)).ShouldExitWith(0);

        (await Ectl.RunAsync(_user, ["sandbox", "reset"])).ShouldExitWith(0);

        var document = (await Ectl.RunAsync(_user, pause)).ShouldExitWith(0).OutputDocument();
        Assert.Equal("applied", document.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Reset_NeverUsed_IsAlreadySo()
    {
        var document = (await Ectl.RunAsync(_user, ["sandbox", "reset", "-o", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.Equal("alreadySo", document.GetProperty("outcome").GetString());
        Assert.False(File.Exists(_user.SandboxFile));
    }

    [Fact]
    public async Task Reset_StateIsGarbage_StartsAfresh()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_user.SandboxFile)!);
        await File.WriteAllTextAsync(_user.SandboxFile, new string('?', 8192));

        var broken = (await Ectl.RunAsync(_user, ["--sandbox", "automation-executions", "terminate", "--yes", "839265"])).ShouldExitWith(2);
        (await Ectl.RunAsync(_user, ["sandbox", "reset"])).ShouldExitWith(0);

        Assert.Contains("ectl sandbox reset", broken.Error, StringComparison.Ordinal);
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(_user.SandboxFile)!, "sandbox.db.*"));
        Assert.Equal(new string('?', 8192), await File.ReadAllTextAsync(aside));
        (await Ectl.RunAsync(_user, ["--sandbox", "automation-executions", "terminate", "--yes", "839265"])).ShouldExitWith(0);
    }

    [Fact]
    public async Task Reset_StateIsLockedByAnother_LeavesItAlone()
    {
        string[] pause = ["--sandbox", "executions", "pause", "11111111-1111-4111-8111-111111111111", "-o", "json"];
        (await Ectl.RunAsync(_user, pause)).ShouldExitWith(0);
        await using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_user.SandboxFile};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();

            (await Ectl.RunAsync(_user, ["sandbox", "reset"])).ShouldExitWith(2);
        }

        Assert.Equal("alreadySo", (await Ectl.RunAsync(_user, pause)).ShouldExitWith(0).OutputDocument().GetProperty("outcome").GetString());
    }
}
