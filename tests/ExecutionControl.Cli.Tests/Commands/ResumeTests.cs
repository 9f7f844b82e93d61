using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl agent-runs resume</c>: never sent twice.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
    private static readonly byte[] Gif = [.. "GIF89a"u8, 7];

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Resume_Paused_IsApplied()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "101", "--prompt", "go on", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal("codegen", document.GetProperty("service").GetString());
        Assert.Equal("101", document.GetProperty("agentRun").GetProperty("id").GetString());
        Assert.Equal("42", document.GetProperty("agentRun").GetProperty("organizationId").GetString());
        Assert.Equal(1, server.Journal.Count(OperationNames.ResumeAgentRun));
    }

    [Fact]
    public async Task Resume_Complete_ExitsWithFive()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "103", "--prompt", "go on")).ShouldExitWith(5);

        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Resume_UnknownRun_ExitsWithFour()
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, "999", "--prompt", "go on")).ShouldExitWith(4);
    }

    [Fact]
    public async Task Resume_ConnectionClosedAfterReading_ExitsWithEightAfterOneRequest()
    {
        await using var server = new RawServer(request => request.Method == "POST"
            ? RawAnswer.Close
            : RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"PAUSED"}"""));

        var document = (await RunAsync(server, "101", "--prompt", "go on", "-o", "json")).ShouldExitWith(8).ErrorDocument();

        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal("PAUSED", document.GetProperty("observedState").GetString());
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Resume_PromptFromStandardInput_IsSentAsText()
    {
        await using var server = Accepting();

        (await RunAsync(server, Encoding.UTF8.GetBytes("\uFEFFgrüße\nzwei Zeilen\n"), "101", "--prompt", "-")).ShouldExitWith(0);

        Assert.Equal("grüße\nzwei Zeilen", SentBody(server).GetProperty("prompt").GetString());
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { (byte)' ', (byte)'\n' })]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    public async Task Resume_StandardInputIsNoText_ExitsWithTwoAndSendsNothing(byte[] input)
    {
        await using var server = Accepting();

        (await RunAsync(server, input, "101", "--prompt", "-")).ShouldExitWith(2);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_StandardInputIsTooLong_ExitsWithTwo()
    {
        await using var server = Accepting();
        var tooLong = new byte[(1024 * 1024) + 1];
        Array.Fill(tooLong, (byte)'x');

        var result = (await Ectl.RunAsync(_user, ["agent-runs", "resume", "101", "--prompt", "-"], ServiceVariables.Codegen(server.Url), tooLong)).ShouldExitWith(2);

        Assert.Contains("1 MiB", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_EmptyPrompt_ExitsWithTwo()
    {
        await using var server = Accepting();

        (await RunAsync(server, "101", "--prompt", " ")).ShouldExitWith(2);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_Images_AreSentAsDataUrisByTheirContent()
    {
        await using var server = Accepting();
        var first = _user.Write("sketch.txt", Png);
        var second = _user.Write("film.png", Gif);

        (await RunAsync(server, "101", "--prompt", "look", "--image", first, "--image", second)).ShouldExitWith(0);

        Assert.Collection(
            SentBody(server).GetProperty("images").EnumerateArray(),
            image => Assert.Equal($"data:image/png;base64,{Convert.ToBase64String(Png)}", image.GetString()),
            image => Assert.Equal($"data:image/gif;base64,{Convert.ToBase64String(Gif)}", image.GetString()));
    }

    [Fact]
    public async Task Resume_ImageIsNone_ExitsWithTwoAndSendsNothing()
    {
        await using var server = Accepting();
        var file = _user.Write("not-really.png", "<svg/>"u8.ToArray());

        var result = (await RunAsync(server, "101", "--prompt", "look", "--image", file)).ShouldExitWith(2);

        Assert.Contains("no PNG, JPEG, GIF or WebP", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_ImageIsMissing_ExitsWithTwoAndNamesIt()
    {
        await using var server = Accepting();

        var result = (await RunAsync(server, "101", "--prompt", "look", "--image", "missing.png")).ShouldExitWith(2);

        Assert.Contains("missing.png", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_ImageIsTooLarge_ExitsWithTwoAndSaysTheLimit()
    {
        await using var server = Accepting();
        var file = _user.Write("huge.png", [.. Png, .. new byte[10 * 1024 * 1024]]);

        var result = (await RunAsync(server, "101", "--prompt", "look", "--image", file)).ShouldExitWith(2);

        Assert.Contains("10 MiB", result.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Resume_OrganizationOption_GoesBeforeTheVariable()
    {
        await using var server = Accepting();

        await RunAsync(server, "101", "--prompt", "go on", "--organization", "43");

        Assert.Equal("/v1/organizations/43/agent/run/resume", server.Requests.First().Path);
    }

    private static RawServer Accepting() => new(_ => RawAnswer.Json(200, """{"id":101,"organization_id":42,"status":"ACTIVE"}"""));

    private static JsonElement SentBody(RawServer server) => JsonDocument.Parse(Assert.Single(server.Requests).Body).RootElement;

    private Task<EctlResult> RunAsync(ReferenceServer server, params string[] arguments) =>
        Ectl.RunAsync(_user, ["agent-runs", "resume", .. arguments], server.Environment);

    private Task<EctlResult> RunAsync(RawServer server, params string[] arguments) => RunAsync(server, [], arguments);

    private Task<EctlResult> RunAsync(RawServer server, byte[] input, params string[] arguments) =>
        Ectl.RunAsync(_user, ["agent-runs", "resume", .. arguments], ServiceVariables.Codegen(server.Url), input);
}
