using ExecutionControl.Cli.Tests.Processes;
using Xunit.Sdk;

namespace ExecutionControl.Cli.Tests.Secrets;

/// <summary>A secret is found wherever a command leaves it: otherwise that none is found would mean nothing.</summary>
public sealed class SecretSweepTests
{
    private const string Planted = "planted-secret-4711";

    [Theory]
    [InlineData("echo $WORD", "stdout")]
    [InlineData("echo $WORD >&2", "stderr")]
    [InlineData("echo '{\"event\":\"ready\"}'; echo $WORD", "stdout")]
    public async Task Wait_SecretInAStream_FailsAndNamesCommandAndStream(string script, string place)
    {
        using var user = new UserFolder();
        var shell = Shell(user, script);

        var failure = await Assert.ThrowsAnyAsync<XunitException>(shell.WaitAsync);

        await shell.DisposeAsync();
        Assert.Contains($"{place}: a secret that a test made up", failure.Message, StringComparison.Ordinal);
        Assert.Contains("WORD", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AifQ")]
    [InlineData("sandbox-access-75TYXY-_6Tmph9SjmZLhYAf-2xHy0hlpmr8qu952lcY")]
    [InlineData("sandbox-kubiya-key-opens-loopback-only")]
    [InlineData("eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJmb3gifQ.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public async Task Wait_SecretOfAnyShape_Fails(string secret)
    {
        using var user = new UserFolder();
        var shell = Shell(user, "echo before \"$WORD\" after", secret);

        await Assert.ThrowsAnyAsync<XunitException>(shell.WaitAsync);
        await shell.DisposeAsync();
    }

    [Fact]
    public async Task Wait_SecretFromAVariableWithoutAShape_Fails()
    {
        using var user = new UserFolder();
        var shell = EctlProcess.Start("/bin/sh", user, ["-c", "echo $OF_A_KEY"], ServiceVariables.Of(("OF_A_KEY", "shapeless")));

        await Assert.ThrowsAnyAsync<XunitException>(shell.WaitAsync);
        await shell.DisposeAsync();
    }

    [Theory]
    [InlineData("echo $WORD > left")]
    [InlineData("mkdir -p .cache/ectl && echo $WORD > .cache/ectl/left && chmod 600 .cache/ectl/left")]
    [InlineData("echo $WORD > \"$TMPDIR/left\"")]
    public async Task Dispose_SecretInAFileThatOthersCanReach_FailsAndNamesIt(string script)
    {
        var user = new UserFolder();
        await using var shell = Shell(user, script);
        (await shell.WaitAsync()).ShouldExitWith(0);

        var failure = Assert.ThrowsAny<XunitException>(user.Dispose);

        Assert.Contains("/left: a secret", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(user.Home));
    }

    [Fact]
    public async Task Dispose_SecretInAnOwnerOnlyFile_IsFine()
    {
        using var user = new UserFolder();
        await using var shell = Shell(user, "mkdir -m 700 kept && echo $WORD > kept/file && chmod 600 kept/file");

        (await shell.WaitAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Dispose_SecretInTheProcessListOfAGrandchild_Fails()
    {
        using var user = new UserFolder();
        var shell = Shell(user, "sh -c 'echo started; tail -f /dev/null' \"$WORD\"; true");
        await shell.FirstLineAsync();

        var failure = await Assert.ThrowsAnyAsync<XunitException>(async () => await shell.DisposeAsync());

        Assert.Contains("/cmdline: a secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_SecretOnTheScreen_Fails()
    {
        using var user = new UserFolder();
        var terminal = PseudoTerminal.Start(user, "echo $WORD", ServiceVariables.Of(("WORD", Planted)));
        await terminal.WaitAsync();

        await Assert.ThrowsAnyAsync<XunitException>(async () => await terminal.DisposeAsync());
    }

    private static EctlProcess Shell(UserFolder user, string script, string secret = Planted) =>
        EctlProcess.Start("/bin/sh", user, ["-c", script], ServiceVariables.Of(("WORD", secret)));
}
