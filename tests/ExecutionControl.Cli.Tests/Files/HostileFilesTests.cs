using System.Runtime.Versioning;
using System.Text;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Files;

/// <summary>What others put in the place of ectl's files, and what a careless mask or disk does to them: refused or mended, and never written through.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class HostileFilesTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const string Configuration = "profiles:\n  default:\n    codegen:\n      organization: 42\n";

    private static readonly string[] Set = ["profile", "set", "default", "codegen.organization", "43"];
    private static readonly string[] Terminate = ["automation-executions", "terminate", "--yes", "839265"];

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("0")]
    [InlineData("777")]
    public async Task Set_AnyMask_MakesEveryFolderForItsOwnerAlone(string mask)
    {
        var top = Path.Combine(_user.Home, "a");
        var folder = Path.Combine(top, "b", "c");

        (await ShellAsync($"umask {mask}; exec \"$0\" profile set default codegen.organization 43", ("XDG_CONFIG_HOME", folder))).ShouldExitWith(0);

        foreach (var each in new[] { top, Path.Combine(top, "b"), folder, Path.Combine(folder, "ectl") })
        {
            Assert.Equal(OwnerOnlyFolder, File.GetUnixFileMode(each));
        }

        Assert.All(Directory.GetFiles(Path.Combine(folder, "ectl")), file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Set_SharedWritableFolder_IsRefusedAndNothingIsMade()
    {
        var shared = Directory.CreateDirectory(Path.Combine(_user.Home, "shared")).FullName;
        File.SetUnixFileMode(shared, (UnixFileMode)0x1FF);

        var result = (await Ectl.RunAsync(_user, Set, ServiceVariables.Of(("XDG_CONFIG_HOME", shared)))).ShouldExitWith(2);

        Assert.Contains($"{shared} is a folder that others may write", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(shared));
    }

    [Fact]
    public async Task Run_FileThatOthersMayWrite_IsRefusedAndKeepsItsMode()
    {
        var file = _user.Configure(Configuration);
        File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.OtherWrite);

        foreach (var command in new[] { Set, ["profile", "list"] })
        {
            var result = (await Ectl.RunAsync(_user, command)).ShouldExitWith(2);
            Assert.Contains("can be written by others", result.Error, StringComparison.Ordinal);
            Assert.Contains($"chmod 600 '{file}'", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(OwnerOnly | UnixFileMode.OtherWrite, File.GetUnixFileMode(file));
        Assert.Equal(Configuration, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Set_LinksOfTheUsersOwn_StayAndTheirTargetIsWritten()
    {
        var target = _user.WriteText("dotfiles/ectl.yaml", Configuration);
        Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!);
        File.CreateSymbolicLink(Path.Combine(_user.Home, "between"), target);
        File.CreateSymbolicLink(_user.ConfigurationFile, "../../between");

        (await Ectl.RunAsync(_user, Set)).ShouldExitWith(0);

        Assert.Equal("../../between", new FileInfo(_user.ConfigurationFile).LinkTarget);
        Assert.Contains("organization: 43", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!));
    }

    [Fact]
    public async Task Set_LinkToAFileThatIsNotThereYet_MakesIt()
    {
        var target = Path.Combine(Directory.CreateDirectory(Path.Combine(_user.Home, "dotfiles")).FullName, "ectl.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!);
        File.CreateSymbolicLink(_user.ConfigurationFile, target);

        (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(0);
        (await Ectl.RunAsync(_user, Set)).ShouldExitWith(0);

        Assert.Equal(target, new FileInfo(_user.ConfigurationFile).LinkTarget);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(target));
        Assert.Contains("organization: 43", await File.ReadAllTextAsync(target), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.yaml")]
    [InlineData("config.yaml.lock")]
    [InlineData("config.yaml.new")]
    public async Task Set_NamedPipeInThePlaceOfAFile_IsRefusedWithoutWaiting(string name)
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!).FullName;
        Root.Make("mkfifo", "-m", "600", Path.Combine(folder, name));

        var result = (await Ectl.RunAsync(_user, Set)).ShouldExitWith(2);

        Assert.Contains("named pipe", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.yaml.lock")]
    [InlineData("config.yaml.new")]
    public async Task Set_LinkInThePlaceOfAFileOfEctlsOwn_IsRefusedAndItsTargetUntouched(string name)
    {
        var diary = _user.WriteText("diary.txt", "Dear diary");
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, name), diary);

        var result = (await Ectl.RunAsync(_user, Set)).ShouldExitWith(2);

        Assert.Contains("is a link", result.Error, StringComparison.Ordinal);
        Assert.Equal("Dear diary", await File.ReadAllTextAsync(diary));
    }

    [Fact]
    public async Task Run_FileWithASecondName_IsRefused()
    {
        var secret = _user.WriteText("other", Configuration);
        Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!);
        Root.Make("ln", secret, _user.ConfigurationFile);

        Assert.Contains("hard link", (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requires", "root")]
    public async Task Run_FilesOfAnotherUser_AreRefused()
    {
        var file = _user.Configure(Configuration);
        Root.GiveAway(file);

        foreach (var command in new[] { Set, ["profile", "list"] })
        {
            var result = (await Ectl.RunAsync(_user, command)).ShouldExitWith(2);
            Assert.Contains($"is a file of user {Root.Stranger}", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Requires", "root")]
    public async Task Run_RootWithAnotherUsersHome_MakesNothingThere()
    {
        await using var server = await ReferenceServer.StartAsync();
        Root.GiveAway(_user.Home);

        var result = (await Ectl.RunAsync(_user, Set)).ShouldExitWith(2);
        (await Ectl.RunAsync(_user, ["--sandbox", .. Terminate])).ShouldExitWith(2);
        var warned = (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.Contains("without sudo", result.Error, StringComparison.Ordinal);
        Assert.Contains("warning: the access token is used, but cannot be kept", warned.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_user.Home));
    }

    [Fact]
    [Trait("Requires", "root")]
    public async Task Run_LinkOfAnotherUser_IsNotFollowed()
    {
        var target = _user.WriteText("mine.yaml", Configuration);
        Directory.CreateDirectory(Path.GetDirectoryName(_user.ConfigurationFile)!);
        File.CreateSymbolicLink(_user.ConfigurationFile, target);
        Root.GiveAway(_user.ConfigurationFile);

        Assert.Contains("is a link of user", (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requires", "root")]
    public async Task Run_ToolFileOfAnotherUser_IsRefused()
    {
        Root.GiveAway(_user.WriteText(".codegen/auth.json", """{"token":"planted","organization":{"id":42}}"""));

        var result = (await Ectl.RunAsync(_user, ["agent-runs", "list"])).ShouldExitWith(3);

        Assert.Contains("is a file of user", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sandbox.db", "/etc/hostname")]
    [InlineData("sandbox.db-wal", "/etc/hostname")]
    public async Task Sandbox_LinkInThePlaceOfItsState_IsRefusedAlsoByReset(string name, string target)
    {
        var link = Path.Combine(Directory.CreateDirectory(Path.GetDirectoryName(_user.SandboxFile)!).FullName, name);
        File.CreateSymbolicLink(link, target);
        var before = (File.GetUnixFileMode(target), await File.ReadAllTextAsync(target));

        var run = (await Ectl.RunAsync(_user, ["--sandbox", .. Terminate])).ShouldExitWith(2);
        Assert.Contains("is a link", run.Error, StringComparison.Ordinal);
        if (name == "sandbox.db")
        {
            (await Ectl.RunAsync(_user, ["sandbox", "reset"])).ShouldExitWith(2);
        }

        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(before, (File.GetUnixFileMode(target), await File.ReadAllTextAsync(target)));
    }

    [Theory]
    [InlineData("size=64k,nr_inodes=2")]
    [InlineData("size=4k,nr_inodes=50")]
    public async Task Run_DiskOfTheTokenCacheIsFull_IsNoLockToWaitForAndWarnsOnce(string disk)
    {
        await using var server = await ReferenceServer.StartAsync();
        var cache = Directory.CreateDirectory(Path.Combine(_user.Home, "cache")).FullName;
        var script = $"mount -t tmpfs -o {disk} tmpfs '{cache}' && mkdir -m 700 '{cache}/ectl' && {{ head -c 4096 /dev/zero > '{cache}/full'; \"$0\" \"$@\"; }}";

        // What a busy machine takes for it is no wait.
        var usual = (await RunAsync("--no-token-cache")).ShouldExitWith(0);
        var result = (await RunAsync()).ShouldExitWith(0);

        Assert.Single(result.Error.Split('\n'), line => line.Contains("cannot be kept for the next run", StringComparison.Ordinal));
        Assert.Equal(2, server.Journal.Count(OperationNames.Token));
        Assert.True(result.Elapsed - usual.Elapsed < TimeSpan.FromSeconds(5), $"{result.Elapsed}, and {usual.Elapsed} without a cache");

        async Task<EctlResult> RunAsync(params string[] options)
        {
            await using var ectl = EctlProcess.Start(
                "unshare", _user, ["--user", "--map-root-user", "--mount", "/bin/sh", "-c", script, EctlFile.Path, .. Terminate, .. options],
                server.Environment.With("XDG_CACHE_HOME", cache));
            return await ectl.WaitAsync();
        }
    }

    [Fact]
    public async Task Run_TokenIsALink_IsNeitherTrustedNorWrittenThrough()
    {
        await using var server = await ReferenceServer.StartAsync();
        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);
        var token = Assert.Single(Directory.GetFiles(Path.Combine(_user.CacheFolder, "tokens"), "*.token"));
        var elsewhere = Path.Combine(_user.Home, "elsewhere");
        File.Move(token, elsewhere);
        File.CreateSymbolicLink(token, elsewhere);
        var before = await File.ReadAllTextAsync(elsewhere);

        (await Ectl.RunAsync(_user, Terminate, server.Environment)).ShouldExitWith(0);

        Assert.Equal(2, server.Journal.Count(OperationNames.Token));
        Assert.Null(new FileInfo(token).LinkTarget);
        Assert.Equal(before, await File.ReadAllTextAsync(elsewhere));
    }

    [Fact]
    public async Task Logout_LeftoversOfKilledProcesses_AreRemoved()
    {
        _user.Configure(Configuration);
        string[] leftovers =
        [
            _user.WriteText(_user.ConfigurationFile + ".new", "half a secret"),
            _user.WriteText(Path.Combine(_user.CacheFolder, "tokens", "abc.token.new"), "half a token"),
            _user.WriteText(Path.Combine(_user.CacheFolder, "tokens", "abc.token.0123.tmp"), "half a token of an earlier ectl"),
        ];

        (await Ectl.RunAsync(_user, ["auth", "logout", "--yes", "conductorone"])).ShouldExitWith(0);

        Assert.All(leftovers, file => Assert.False(File.Exists(file), file));
        Assert.True(File.Exists(_user.ConfigurationFile));
    }

    [Fact]
    public async Task Set_LeftoverOfAKilledProcess_IsUsedUp()
    {
        _user.Configure(Configuration);
        _user.WriteText(_user.ConfigurationFile + ".new", new string('x', 10_000));

        (await Ectl.RunAsync(_user, Set)).ShouldExitWith(0);

        Assert.Equal(Configuration.Replace("42", "43", StringComparison.Ordinal), await File.ReadAllTextAsync(_user.ConfigurationFile));
        Assert.False(File.Exists(_user.ConfigurationFile + ".new"));
    }

    [Fact]
    public async Task Login_FileCannotBeWritten_IsSaidBeforeAnythingIsSent()
    {
        await using var server = await ReferenceServer.StartAsync();
        Directory.CreateDirectory(_user.ConfigurationFile + ".new");

        var result = await Ectl.RunAsync(
            _user, ["auth", "login", "kubiya", "--stdin", "--server-url", server.Url.ToString()], input: Encoding.UTF8.GetBytes(server.Credentials.Kubiya.ApiKey));

        Assert.Contains("cannot be written", result.ShouldExitWith(2).Error, StringComparison.Ordinal);
        Assert.Empty(server.Journal.Entries);
    }

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "a: 1\r\n", 0, "")]
    [InlineData(new byte[0], "a: 1\r\nprofiles:\r\n  p:\r\n    codegen: {organization: 42}\r\n", 0, "")]
    [InlineData(new byte[0], "a: 1\nb: \0\n", 2, "line 2 holds a NUL byte")]
    [InlineData(new byte[] { (byte)'#', (byte)'\n', (byte)'b', (byte)':', 0xC3, 0x28 }, "\n", 2, "line 2 holds a byte that is no UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE }, "a\0", 2, "UTF-16")]
    public async Task Run_AnyBytesInTheConfiguration_AreReadOrRefusedInPlainWords(byte[] beginning, string rest, int exitCode, string message)
    {
        var file = _user.Write(_user.ConfigurationFile, [.. beginning, .. Encoding.UTF8.GetBytes(rest)]);
        File.SetUnixFileMode(file, OwnerOnly);

        var result = (await Ectl.RunAsync(_user, ["profile", "list"])).ShouldExitWith(exitCode);

        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".codegen/auth.json", "agent-runs")]
    [InlineData(".conductorone/config.yaml", "automations")]
    [InlineData(".kubiya/config", "executions")]
    public async Task Run_AnyBytesInAToolFile_AreRefusedInPlainWords(string name, string command)
    {
        foreach (var (content, message) in new (byte[], string)[]
        {
            ([(byte)'{', (byte)'\n', 0], "line 2 holds a NUL byte"),
            ([0xC3, 0x28], "line 1 holds a byte that is no UTF-8"),
            (Encoding.UTF8.GetBytes(new string('[', 200_000)), "line 1"),
            (new byte[2_000_000], "longer than 1024 KiB"),
        })
        {
            File.SetUnixFileMode(_user.Write(name, content), OwnerOnly);
            var result = (await Ectl.RunAsync(_user, [command, "list"])).ShouldExitWith(3);
            Assert.Contains(message, result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_HalfACharacterInAToolFile_IsRefused()
    {
        _user.WriteText(".codegen/auth.json", """{"token":"\ud800","organization":{"id":42}}""");

        Assert.Contains("text that is none", (await Ectl.RunAsync(_user, ["agent-runs", "list"])).ShouldExitWith(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToolFileBeginsWithAByteOrderMark_IsRead()
    {
        await using var server = await ReferenceServer.StartAsync();
        byte[] content = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$$"""{"token":"{{{server.Credentials.Codegen.ApiToken}}}","organization":{"id":42}}""")];
        File.SetUnixFileMode(_user.Write(".codegen/auth.json", content), OwnerOnly);

        var status = await Ectl.RunAsync(_user, ["auth", "token", "codegen"]);

        Assert.Equal(server.Credentials.Codegen.ApiToken + "\n", status.ShouldExitWith(0).Output);
    }

    private async Task<EctlResult> ShellAsync(string script, params (string Name, string Value)[] variables)
    {
        await using var shell = EctlProcess.Start("/bin/sh", _user, ["-c", script, EctlFile.Path], ServiceVariables.Of(variables));
        return await shell.WaitAsync();
    }
}
