using System.Net;
using System.Text.Json;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Streams;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>A published single file, where there is no .NET.</summary>
public abstract class SingleFileTests : IDisposable
{
    private readonly InstalledFile _file;
    private readonly UserFolder _user = new();

    private protected SingleFileTests(InstalledFile file) => _file = file;

    public void Dispose()
    {
        _user.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Version_EmptyRoot_IsPrinted()
    {
        var result = (await _file.Bare.RunAsync("--version")).ShouldExitWith(0);

        Assert.Matches(@"^\d+\.\d+\.\d+", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_EmptyRoot_IsPrinted() =>
        Assert.Contains("resolve-paused", (await _file.Bare.RunAsync("help", "automations")).ShouldExitWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task ResolvePaused_SandboxInAnEmptyRoot_SettlesTheBacklog()
    {
        var result = (await _file.Bare.RunAsync("--sandbox", "automations", "resolve-paused", "--yes", "aut_runaway", "--decision", "cancel", "--reason", "x")).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240", result.Output, StringComparison.Ordinal);
    }

    /// <summary>Several threads come to SQLite at once; when two found it at the same time, one was left without.</summary>
    [Fact]
    public async Task History_SandboxThirtyTimes_FindsSqliteEachTime()
    {
        string[] change = ["--sandbox", "automations", "resolve-paused", "--yes", "aut_runaway", "--decision", "cancel", "--reason", "x"];
        await using var first = EctlProcess.Start(_file.FilePath, _user, change);
        (await first.WaitAsync()).ShouldExitWith(0);
        for (var time = 0; time < 30; time++)
        {
            await using var history = EctlProcess.Start(_file.FilePath, _user, ["--sandbox", "history"]);
            (await history.WaitAsync()).ShouldExitWith(0);
        }
    }

    [Fact]
    public async Task Serve_EmptyRoot_AnswersOverHttp()
    {
        await using var serve = _file.Bare.Start("serve");
        using var ready = JsonDocument.Parse(await serve.FirstLineAsync());
        using var http = new HttpClient { BaseAddress = new Uri(ready.RootElement.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ready.RootElement.GetProperty("kubiya").GetProperty("apiKey").GetString());

        using var answer = await http.GetAsync(new Uri("/api/v1/executions/11111111-1111-4111-8111-111111111111", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task List_HttpsOfItsOwnServer_TrustsTheAuthorityThatIsNamed()
    {
        await using var serve = EctlProcess.Start(_file.FilePath, _user, ["serve", "--https"]);
        using var ready = JsonDocument.Parse(await serve.FirstLineAsync());
        var https = ready.RootElement.GetProperty("https");
        var distrusted = https.GetProperty("environment").EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal);
        var trusted = new Dictionary<string, string>(distrusted, StringComparer.Ordinal) { ["SSL_CERT_FILE"] = https.GetProperty("authorityFile").GetString()! };

        await using var list = EctlProcess.Start(_file.FilePath, _user, ["executions", "list"], trusted);
        await using var refused = EctlProcess.Start(_file.FilePath, _user, ["executions", "list"], distrusted);

        Assert.Contains("11111111-1111-4111-8111-111111111111", (await list.WaitAsync()).ShouldExitWith(0).Output, StringComparison.Ordinal);
        (await refused.WaitAsync()).ShouldExitWith(7);
    }

    [Fact]
    public async Task List_ServicingFolderInTheWorkingFolder_IsIgnored()
    {
        Directory.CreateDirectory(Path.Combine(_user.Home, "opt", "coreservicing"));
        await using var ectl = EctlProcess.Start(_file.FilePath, _user, ["--sandbox", "executions", "list"]);

        (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Version_EmptyEnvironment_LeavesNothingBehind()
    {
        // Neither PATH nor HOME, as under a job runner.
        await using var ectl = EctlProcess.Start("/usr/bin/env", _user, ["-i", _file.FilePath, "--version"]);

        Assert.Empty((await ectl.WaitAsync()).ShouldExitWith(0).Error);
        Assert.Empty(Directory.GetFileSystemEntries(_user.Home));
    }

    [Theory]
    [MemberData(nameof(EveryCommandTests.Commands), MemberType = typeof(EveryCommandTests))]
    public async Task Command_Compiled_LacksNothing(string command)
    {
        var line = CommandLineCase.All[command];

        var results = await Task.WhenAll(line.RunAsync(_file.FilePath, []), line.RunAsync(_file.FilePath, ["--output", "json"]));

        Assert.All(results, result => Assert.Contains(line.Shows, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Script_Report_NamesFileSizeAndChecksum()
    {
        var fields = _file.Report.TrimEnd('\n').Split('\t');

        Assert.Equal(["built", "linux-x64", _file.FilePath], fields[..3]);
        Assert.Equal(_file.Kind, fields[5]);
        Assert.Matches("^glibc [0-9.]+ or later, .*OpenSSL", fields[6]);
        Assert.Equal(new FileInfo(_file.FilePath).Length.ToString(System.Globalization.CultureInfo.InvariantCulture), fields[3]);
        var check = await BuildCommand.RunAsync("/bin/sh", ["-c", "cd \"$1\" && sha256sum --check SHA256SUMS && grep -q \"$2\" SHA256SUMS", "sh", _file.Folder, fields[4]]);
        Assert.StartsWith("linux-x64/ectl: OK\n", check.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }
}

/// <summary>The file that is native code.</summary>
public sealed class NativeFileTests(NativeFile file) : SingleFileTests(file), IClassFixture<NativeFile>;

/// <summary>The file that brings .NET along.</summary>
public sealed class ReadyToRunFileTests(ReadyToRunFile file) : SingleFileTests(file), IClassFixture<ReadyToRunFile>;
