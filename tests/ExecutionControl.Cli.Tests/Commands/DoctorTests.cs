using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>What doctor finds, and what it tells people to do.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Doctor_EverythingIsWell_ExitsWithZero()
    {
        await using var server = await ReferenceServer.StartAsync();

        var table = (await Ectl.RunAsync(_user, ["doctor"], server.Environment)).ShouldExitWith(0);
        var document = (await Ectl.RunAsync(_user, ["doctor", "-o", "json"], server.Environment)).ShouldExitWith(0).OutputDocument();

        Assert.DoesNotContain("what to do", table.Output, StringComparison.Ordinal);
        Assert.Equal("ectl/v1/doctor", document.GetProperty("schema").GetString());
        Assert.All(Findings(document), finding => Assert.Equal("ok", finding.Status));
        Assert.All(
            ["versions", "configuration", "token cache", "permissions", "conductorone server", "codegen clock", "kubiya credential"],
            check => Assert.Contains(Findings(document), finding => finding.Check == check));
    }

    [Fact]
    public async Task Doctor_NoAccountAtAll_ExitsWithThreeAndSaysHowToBegin()
    {
        var result = (await Ectl.RunAsync(_user, ["doctor"])).ShouldExitWith(3);

        Assert.Contains("what to do: ectl auth login kubiya", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_CredentialIsRejected_ExitsWithThreeAndSaysWhereItIs()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await Ectl.RunAsync(_user, ["doctor"], server.Environment.With("CODEGEN_API_TOKEN", "wrong-token-4711"))).ShouldExitWith(3);

        Assert.Contains("put it where this one came from: CODEGEN_API_TOKEN", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ServerCannotBeReached_ExitsWithSeven()
    {
        var document = (await Ectl.RunAsync(_user, ["doctor", "-o", "json"], ServiceVariables.Kubiya(new Uri("http://127.0.0.1:1")))).ShouldExitWith(7).OutputDocument();

        Assert.Contains(("kubiya server", "problem"), Findings(document));
        Assert.Contains(("kubiya credential", "problem"), Findings(document));
    }

    [Theory]
    [InlineData(-60, "behind")]
    [InlineData(60, "ahead of")]
    public async Task Doctor_ClockIsOff_SaysByHowMuch(int minutes, string direction)
    {
        // The server's clock is the other way round.
        var date = DateTimeOffset.UtcNow.AddMinutes(-minutes).ToString("R", CultureInfo.InvariantCulture);
        await using var server = new RawServer(_ => RawAnswer.Json(200, "[]", $"Date: {date}\r\n"));

        var result = (await Ectl.RunAsync(_user, ["doctor"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(0);

        Assert.Matches($@"warning +kubiya clock +this machine is (59\.9|60|60\.1) minutes {direction} the server", result.Output);
        Assert.Contains("set the clock right", result.Output, StringComparison.Ordinal);
        Assert.All(server.Requests.Where(request => request.Path == "/"), request => Assert.False(request.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task Doctor_FilesAreOpenToOthersOrHoldTypingErrors_SaysWhatToDo()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var server = await ReferenceServer.StartAsync();
        var file = _user.Configure($"profiles: {{a: {{kubiya: {{api-kee: x}}}}}}\n");
        var tool = _user.WriteText(".codegen/auth.json", "{}");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var result = (await Ectl.RunAsync(_user, ["doctor"], server.Environment)).ShouldExitWith(0);

        Assert.Contains($"chmod 600 '{file}'", result.Output, StringComparison.Ordinal);
        Assert.Contains($"chmod 600 '{tool}'", result.Output, StringComparison.Ordinal);
        Assert.Contains("kubiya.api-kee of profile a is not known to ectl", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ConfigurationCannotBeRead_ExitsWithTwoAndLooksAtTheRest()
    {
        await using var server = await ReferenceServer.StartAsync();
        var file = _user.Configure("profiles: [");

        var result = (await Ectl.RunAsync(_user, ["doctor"], server.Environment)).ShouldExitWith(2);

        Assert.Contains($"edit {file}", result.Output, StringComparison.Ordinal);
        Assert.Matches("ok +kubiya credential", result.Output);
    }

    [Fact]
    public async Task Doctor_Sandbox_LooksAtTheSandboxAlone()
    {
        _user.Configure("profiles: [");

        var document = (await Ectl.RunAsync(_user, ["--sandbox", "doctor", "-o", "json"])).ShouldExitWith(0).OutputDocument();

        Assert.True(document.GetProperty("sandbox").GetBoolean());
        Assert.DoesNotContain(Findings(document), finding => finding.Check == "configuration");
    }

    private static List<(string Check, string Status)> Findings(JsonElement document) =>
        [.. document.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("check").GetString()!, finding.GetProperty("status").GetString()!))];
}
