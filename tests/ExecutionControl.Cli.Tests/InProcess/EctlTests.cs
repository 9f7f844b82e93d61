using System.Runtime.Versioning;
using ExecutionControl.Cli.Tests.Processes;
using Xunit.Sdk;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>An ectl within the tests' own process sees nothing of it, and is searched for secrets as a process is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EctlTests
{
    [Fact]
    public async Task Run_VariablesOfTheTestsOwnProcess_AreNotSeen()
    {
        using var user = new UserFolder();
        Assert.Equal(ForeignEnvironment.Value, Environment.GetEnvironmentVariable("KUBIYA_API_KEY"));

        var status = (await Ectl.RunAsync(user, ["auth", "status", "-o", "json"])).ShouldExitWith(3).OutputDocument();

        Assert.All(status.GetProperty("accounts").EnumerateArray(), account => Assert.Equal("missing", account.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("help", "stdout")]
    [InlineData("nonsense", "stderr")]
    public async Task Wait_SecretInAStream_FailsAndNamesCommandAndStream(string command, string place)
    {
        using var user = new UserFolder();
        await using var ectl = Ectl.Start(user, [command], ServiceVariables.Of(("OF_A_KEY", "Commands:"), ("OF_ANOTHER_KEY", "nonsense")));

        var failure = await Assert.ThrowsAnyAsync<XunitException>(ectl.WaitAsync);

        Assert.Contains($"{place}: a secret that the command was given", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"ectl {command}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_SecretOnTheScreen_Fails()
    {
        using var user = new UserFolder();
        var terminal = EctlTerminal.Start(user, "ectl help", ServiceVariables.Of(("OF_A_KEY", "Commands:")));
        await terminal.WaitAsync();

        await Assert.ThrowsAnyAsync<XunitException>(async () => await terminal.DisposeAsync());
    }

    [Fact]
    public async Task Dispose_SecretInAFileThatOthersCanReach_FailsAndNamesIt()
    {
        var user = new UserFolder();
        (await Ectl.RunAsync(user, ["auth", "login", "kubiya", "--stdin", "--no-check"], input: "kept-key-4711"u8.ToArray())).ShouldExitWith(0);
        File.SetUnixFileMode(user.ConfigurationFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var failure = Assert.ThrowsAny<XunitException>(user.Dispose);

        Assert.Contains("config.yaml: a secret", failure.Message, StringComparison.Ordinal);
    }
}
