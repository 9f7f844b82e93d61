using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Answers;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Requests;

public sealed class ResumeRequestTests(StubServer server) : StubbedTests(server)
{
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";
    private const string Photo = "data:image/jpeg;base64,/9j/4AAQ+A==";

    [Theory]
    [InlineData("go on", """{"agent_run_id":101,"prompt":"go on"}""")]
    [InlineData("Grüße, 日本語 🚀 \"x\" \\ <b>&</b> 'y'\r\n\ttab", """{"agent_run_id":101,"prompt":"Grüße, 日本語 🚀 \"x\" \\ <b>&</b> 'y'\r\n\ttab"}""")]
    [InlineData("  spaces stay  ", """{"agent_run_id":101,"prompt":"  spaces stay  "}""")]
    public async Task ResumeAgentRunAsync_Prompt_IsSentAsItIsWithoutImages(string prompt, string body)
    {
        var request = await SendAsync(prompt, images: null);

        Assert.Equal("POST " + CodegenAnswers.ResumePath, request.ToString());
        SentJson.AssertSame(body, request.Body);
        Assert.Equal(SentHeaders.OfJson(Server.Address, "codegen-test-token", request), request.HeaderLines);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_Images_AreSentInTheirOrder()
    {
        var request = await SendAsync("look", [Photo, Pixel]);

        SentJson.AssertSame($$"""{"agent_run_id":101,"prompt":"look","images":["{{Photo}}","{{Pixel}}"]}""", request.Body);
        Assert.Equal(SentHeaders.OfJson(Server.Address, "codegen-test-token", request), request.HeaderLines);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_EmptyListOfImages_IsLeftOut()
    {
        var request = await SendAsync("look", []);

        SentJson.AssertSame("""{"agent_run_id":101,"prompt":"look"}""", request.Body);
    }

    private async Task<RecordedRequest> SendAsync(string prompt, IReadOnlyList<string>? images)
    {
        Server.Stub("codegen/resume-accepted");
        using var client = TestClients.Codegen(Server.Address, new TurnedClock());
        await client.ResumeAgentRunAsync(101, prompt, images is null ? null : new ResumeAgentRunOptions { Images = images });
        return Assert.Single(Server.Requests);
    }
}
