using System.Net;
using System.Text.Json;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Streams;

namespace ExecutionControl.Cli.Tests.Install;

/// <summary>The published single file, where there is no .NET.</summary>
[Collection(InstallationCollection.Name)]
public sealed class SingleFileTests(Installation installation) : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Version_EmptyRoot_IsPrinted()
    {
        var result = (await installation.Bare.RunAsync("--version")).ShouldExitWith(0);

        Assert.Matches(@"^\d+\.\d+\.\d+", result.Output);
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Help_EmptyRoot_IsPrinted() =>
        Assert.Contains("resolve-paused", (await installation.Bare.RunAsync("help", "automations")).ShouldExitWith(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task ResolvePaused_SandboxInAnEmptyRoot_SettlesTheBacklog()
    {
        var result = (await installation.Bare.RunAsync("--sandbox", "automations", "resolve-paused", "aut_runaway", "--decision", "cancel", "--reason", "x")).ShouldExitWith(0);

        Assert.StartsWith("Applied: 240", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_EmptyRoot_AnswersOverHttp()
    {
        await using var serve = installation.Bare.Start("serve");
        using var ready = JsonDocument.Parse(await serve.FirstLineAsync());
        using var http = new HttpClient { BaseAddress = new Uri(ready.RootElement.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", ready.RootElement.GetProperty("kubiya").GetProperty("apiKey").GetString());

        using var answer = await http.GetAsync(new Uri("/api/v1/executions/11111111-1111-4111-8111-111111111111", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task List_ServicingFolderInTheWorkingFolder_IsIgnored()
    {
        Directory.CreateDirectory(Path.Combine(_user.Home, "opt", "coreservicing"));
        await using var ectl = EctlProcess.Start(installation.SingleFile, _user, ["--sandbox", "executions", "list"]);

        (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Version_EmptyEnvironment_LeavesNothingBehind()
    {
        // Neither PATH nor HOME, as under a job runner.
        await using var ectl = EctlProcess.Start("/usr/bin/env", _user, ["-i", installation.SingleFile, "--version"]);

        Assert.Empty((await ectl.WaitAsync()).ShouldExitWith(0).Error);
        Assert.Empty(Directory.GetFileSystemEntries(_user.Home));
    }

    [Theory]
    [MemberData(nameof(EveryCommandTests.Commands), MemberType = typeof(EveryCommandTests))]
    public async Task Command_Trimmed_LacksNothing(string command)
    {
        var line = CommandLineCase.All[command];

        var results = await Task.WhenAll(line.RunAsync(installation.SingleFile), line.RunAsync(installation.SingleFile, "--output", "json"));

        Assert.All(results, result => Assert.Contains(line.Shows, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Script_Report_NamesFileSizeAndChecksum()
    {
        var fields = installation.Report.TrimEnd('\n').Split('\t');

        Assert.Equal(["built", "linux-x64", installation.SingleFile], fields[..3]);
        Assert.Equal(new FileInfo(installation.SingleFile).Length.ToString(System.Globalization.CultureInfo.InvariantCulture), fields[3]);
        var check = await BuildCommand.RunAsync("/bin/sh", ["-c", "cd \"$1\" && sha256sum --check SHA256SUMS && grep -q \"$2\" SHA256SUMS", "sh", installation.PublishFolder, fields[4]]);
        Assert.StartsWith("linux-x64/ectl: OK\n", check.ShouldExitWith(0).Output, StringComparison.Ordinal);
    }
}
