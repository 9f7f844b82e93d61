using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>The configuration file, and the commands that show and change it.</summary>
public sealed class ProfileTests : IDisposable
{
    private const string TwoProfiles = """
        # Written by hand.
        current: production
        favourite-colour: blue
        profiles:
          production:
            require-reason: true
            conductorone:
              client-id: fox@127.0.0.1:1/spc
              client-secret: secret-token:conductorone.com:v1:c2VjcmV0LTQ3MTE
            kubiya:
              api-key: "kubiya: secret #4711"
              api-kee: oops
          staging:
            codegen: {api-token: codegen-secret-4711, organization: 42}

        """;

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task List_TwoProfiles_MarksTheOneInUse()
    {
        _user.Configure(TwoProfiles);

        var table = (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, ["profile", "list", "-o", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.Matches(@"\*  production  conductorone .*\n\s+kubiya ", table.Output);
        Assert.Matches(@"\n   staging     codegen ", table.Output);
        Assert.Equal("ectl/v1/profile-list", document.GetProperty("schema").GetString());
        var profiles = document.GetProperty("profiles").EnumerateArray().ToList();
        Assert.Equal("production staging", string.Join(" ", profiles.Select(profile => profile.GetProperty("name").GetString())));
        Assert.Equal([true, false], profiles.Select(profile => profile.GetProperty("current").GetBoolean()));
    }

    [Fact]
    public async Task List_NoFile_SaysHowToBegin()
    {
        var result = (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(0);

        Assert.Contains("ectl auth login", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task Show_SecretsInTheProfile_AreNotShown(string format)
    {
        _user.Configure(TwoProfiles);

        var result = (await Ectl.RunAsync(_user, ["profile", "show", "--output", format, "--verbose"])).ShouldExitWith(0);

        Assert.Contains("fox@127.0.0.1:1/spc", result.Output, StringComparison.Ordinal);
        Assert.Contains("conductorone.client-secret", result.Output, StringComparison.Ordinal);
        Assert.Contains("kubiya.api-kee", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0LTQ3MTE", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("oops", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_FileEditedByHand_KeepsEverythingElse()
    {
        _user.Configure(TwoProfiles);

        (await Ectl.RunAsync(_user, ["profile", "set", "staging", "codegen.organization", "43"])).ShouldExitWith(0);

        var text = await File.ReadAllTextAsync(_user.ConfigurationFile);
        Assert.StartsWith("# Written by hand.\n", text, StringComparison.Ordinal);
        Assert.Contains("favourite-colour: blue", text, StringComparison.Ordinal);
        Assert.Contains("kubiya: secret #4711", text, StringComparison.Ordinal);
        Assert.Contains("codegen-secret-4711", text, StringComparison.Ordinal);
        Assert.Contains("organization: 43", text, StringComparison.Ordinal);
        var shown = (await Ectl.RunAsync(_user, ["profile", "show", "-o", "json"])).ShouldExitWith(0).OutputDocument();
        Assert.Equal("production", shown.GetProperty("name").GetString());
        Assert.True(shown.GetProperty("requireReason").GetBoolean());
    }

    [Fact]
    public async Task Set_NoFile_MakesOneForItsOwnerAlone()
    {
        (await Ectl.RunAsync(_user, ["profile", "set", "production", "conductorone.client-id", "fox@acme.conductor.one/spc"])).ShouldExitWith(0);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_user.ConfigurationFile));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(Path.GetDirectoryName(_user.ConfigurationFile)!));
        }

        var shown = (await Ectl.RunAsync(_user, ["profile", "show", "production", "-o", "json"])).ShouldExitWith(0).OutputDocument();
        Assert.Equal("fox@acme.conductor.one/spc", shown.GetProperty("settings")[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("codegen.organization", "-1")]
    [InlineData("kubiya.server-url", "nonsense")]
    [InlineData("require-reason", "perhaps")]
    public async Task Set_ValueThatNobodyCouldRead_ExitsWithTwoAndChangesNothing(string setting, string value)
    {
        (await Ectl.RunAsync(_user, ["profile", "set", "production", setting, value])).ShouldExitWith(2);

        Assert.False(File.Exists(_user.ConfigurationFile));
    }

    [Fact]
    public async Task Set_AddressUnderACredential_ExitsWithTwoAndChangesNothing()
    {
        _user.Configure(TwoProfiles);

        var result = (await Ectl.RunAsync(_user, ["profile", "set", "production", "kubiya.server-url", "https://elsewhere.example"])).ShouldExitWith(2);

        Assert.Contains("ectl auth login kubiya", result.Error, StringComparison.Ordinal);
        Assert.Equal(TwoProfiles, await File.ReadAllTextAsync(_user.ConfigurationFile));
    }

    [Fact]
    public async Task Set_SeveralAtOnce_LosesNone()
    {
        var runs = await Task.WhenAll(Enumerable.Range(1, 6).Select(number =>
            Ectl.RunAsync(_user, ["profile", "set", $"p{number}", "codegen.organization", $"{number}"])));

        Assert.All(runs, run => run.ShouldExitWith(0));
        var document = (await Ectl.RunAsync(_user, ["profile", "list", "-o", "json"])).ShouldExitWith(0).OutputDocument();
        Assert.Equal(6, document.GetProperty("profiles").GetArrayLength());
    }

    [Fact]
    public async Task Use_KnownProfile_IsUsedFromThenOn()
    {
        _user.Configure(TwoProfiles);

        (await Ectl.RunAsync(_user, ["profile", "use", "staging"])).ShouldExitWith(0);
        var again = (await Ectl.RunAsync(_user, ["profile", "use", "staging", "-o", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.Equal("alreadySo", again.GetProperty("outcome").GetString());
        var shown = (await Ectl.RunAsync(_user, ["profile", "show", "-o", "json"])).ShouldExitWith(0).OutputDocument();
        Assert.Equal("staging", shown.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("use")]
    [InlineData("show")]
    [InlineData("delete")]
    public async Task Run_UnknownProfile_ExitsWithTwoAndSuggestsTheNearest(string command)
    {
        _user.Configure(TwoProfiles);

        var result = (await Ectl.RunAsync(_user, ["profile", command, "produktion"])).ShouldExitWith(2);

        Assert.Contains("did you mean 'production'?", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_ProfileInUse_ForgetsItsSecrets()
    {
        _user.Configure(TwoProfiles);

        (await Ectl.RunAsync(_user, ["profile", "delete", "--yes", "production"])).ShouldExitWith(0);

        var text = await File.ReadAllTextAsync(_user.ConfigurationFile);
        Assert.DoesNotContain("c2VjcmV0", text, StringComparison.Ordinal);
        Assert.DoesNotContain("current", text, StringComparison.Ordinal);
        Assert.Contains("staging", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_ProfileThatIsAnAlias_LeavesTheOtherAlone()
    {
        _user.Configure("profiles:\n  prod: &p\n    require-reason: true\n  stage: *p\n");

        (await Ectl.RunAsync(_user, ["profile", "set", "stage", "require-reason", "false"])).ShouldExitWith(0);
        var refused = (await Ectl.RunAsync(_user, ["profile", "set", "prod", "require-reason", "false"])).ShouldExitWith(2);

        Assert.Contains("edit the file by hand", refused.Error, StringComparison.Ordinal);
        var shown = (await Ectl.RunAsync(_user, ["profile", "show", "prod", "-o", "json"])).ShouldExitWith(0).OutputDocument();
        Assert.True(shown.GetProperty("requireReason").GetBoolean());
    }

    [Fact]
    public async Task Run_DeeplyNestedFile_ExitsWithTwo()
    {
        _user.Configure("profiles: " + new string('[', 100_000));

        (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(2);
    }

    [Theory]
    [InlineData("profiles: [a, b]")]
    [InlineData("profiles: {a: {kubiya: {api-key: [geheim]}}}")]
    [InlineData("profiles:\n  a: 'geheim")]
    [InlineData("profiles:\n  a: &geheim\n  a: *geheim")]
    [InlineData("- geheim")]
    public async Task Run_FileIsNoConfiguration_ExitsWithTwoAndRepeatsNothingOfIt(string text)
    {
        _user.Configure(text);

        var result = (await Ectl.RunAsync(_user, ["profile", "list", "--verbose"])).ShouldExitWith(2);

        Assert.Contains(_user.ConfigurationFile, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResolvePaused_ProfileWantsAReason_SendsNothingWithoutOne()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.Configure(TwoProfiles);
        string[] cancel = ["automations", "resolve-paused", "--yes", "aut_runaway", "--decision", "cancel"];

        var refused = (await Ectl.RunAsync(_user, cancel, server.Environment)).ShouldExitWith(2);

        Assert.Contains("--reason", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
        (await Ectl.RunAsync(_user, [.. cancel, "--reason", "runaway"], server.Environment)).ShouldExitWith(0);
    }
}
