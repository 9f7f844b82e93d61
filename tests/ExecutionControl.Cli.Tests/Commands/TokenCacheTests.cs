using System.Text.RegularExpressions;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Access tokens that one run leaves for the next.</summary>
public sealed class TokenCacheTests : IDisposable
{
    private static readonly string[] Terminate = ["automation-executions", "terminate", "--yes", "839265"];

    private readonly UserFolder _user = new();

    private string TokenFolder => Path.Combine(_user.CacheFolder, "tokens");

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Run_SecondRun_UsesTheTokenOfTheFirst()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.Equal(1, server.Journal.Count(OperationNames.Token));
        Assert.Equal(2, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    [Fact]
    public async Task Run_FiftyAtOnceWithAnEmptyCache_MintOneToken()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var running = new SemaphoreSlim(16);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            await running.WaitAsync();
            try
            {
                // Locks hold between processes and within one: some are the one, and most the other.
                return number % 6 == 0
                    ? await EctlProcess.RunAsync(_user, Terminate, server.Environment)
                    : await Ectl.RunAsync(_user, Terminate, server.Environment);
            }
            finally
            {
                running.Release();
            }
        }));

        Assert.All(results, result => result.ShouldExitWith(0));
        Assert.Equal(50, server.Journal.Count(OperationNames.TerminateAutomationExecution));
        Assert.Equal(1, server.Journal.Count(OperationNames.Token));
    }

    [Fact]
    public async Task Run_TokenIsKept_ForItsOwnerAloneAndUnderANameThatTellsNothing()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        var file = Assert.Single(Directory.GetFiles(TokenFolder, "*.token"));
        Assert.Matches("^[0-9a-f]{64}$", Path.GetFileNameWithoutExtension(file));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var path in Directory.GetFiles(TokenFolder))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(TokenFolder));
        }
    }

    [Fact]
    public async Task Run_NoTokenCache_NeitherUsesNorKeepsOne()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await Ectl.RunAsync(_user, [.. Terminate, "--no-token-cache"], server.Environment)).ShouldExitWith(0);
        Assert.False(Directory.Exists(_user.CacheFolder));
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, [.. Terminate, "--no-token-cache"], server.Environment)).ShouldExitWith(0);

        Assert.Equal(3, server.Journal.Count(OperationNames.Token));
    }

    [Fact]
    public async Task Run_Sandbox_KeepsNoToken()
    {
        (await Ectl.RunAsync(_user, ["--sandbox", .. Terminate])).ShouldExitWith(0);

        Assert.False(Directory.Exists(_user.CacheFolder));
    }

    [Fact]
    public async Task Run_KeptTokenIsRejected_IsReplaced()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        var file = Assert.Single(Directory.GetFiles(TokenFolder, "*.token"));
        await File.WriteAllTextAsync(file, Regex.Replace(await File.ReadAllTextAsync(file), "\"token\":\"[^\"]+\"", "\"token\":\"revoked-4711\"", RegexOptions.None, TimeSpan.FromSeconds(1)));

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.Equal(2, server.Journal.Count(OperationNames.Token));
        Assert.DoesNotContain("revoked-4711", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeptTokenIsOpenToOthers_IsNotTrusted()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var server = await ReferenceServer.StartAsync();
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        var file = Assert.Single(Directory.GetFiles(TokenFolder, "*.token"));
        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.OtherRead);

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.Equal(2, server.Journal.Count(OperationNames.Token));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Run_AnotherProcessHoldsTheLock_IsNotWaitedForLongerThanFiveSeconds()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        File.Delete(Assert.Single(Directory.GetFiles(TokenFolder, "*.token")));
        await using var held = new FileStream(Assert.Single(Directory.GetFiles(TokenFolder, "*.lock")), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var result = (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.InRange(result.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
        Assert.Equal(2, server.Journal.Count(OperationNames.Token));
    }

    [Fact]
    public async Task Run_CacheCannotBeWritten_GoesOnWithout()
    {
        await using var server = await ReferenceServer.StartAsync();
        _user.WriteText(".cache", "a file in the place of the folder");

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
    }
}
