using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.Stubs;

public sealed class StubServerTests : IDisposable
{
    private readonly StubServer _server = new();
    private readonly HttpClient _http;

    public StubServerTests() => _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = _server.Address };

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Add_MatchingRequest_GetsTheStubbedAnswer()
    {
        _server.Add(Stub("/greeting", 418, "short and stout"));

        using var answer = await _http.GetAsync("greeting");

        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal("short and stout", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Add_TwoThatFit_AnswersAsTheLater()
    {
        _server.Add(Stub("/greeting", 200, "first"));
        _server.Add(Stub("/greeting", 200, "second"));

        Assert.Equal("second", await _http.GetStringAsync("greeting"));
    }

    [Fact]
    public async Task AddInTurn_ThreeMappings_AnswersInTurnAndStaysAtTheLast()
    {
        _server.AddInTurn([Stub("/turn", 200, "first"), Stub("/turn", 200, "second"), Stub("/turn", 200, "third")]);

        var answers = new List<string>();
        for (var request = 0; request < 4; request++)
        {
            answers.Add(await _http.GetStringAsync("turn"));
        }

        Assert.Equal(["first", "second", "third", "third"], answers);
    }

    [Fact]
    public async Task AddInTurn_OneMapping_AnswersAlways()
    {
        _server.AddInTurn([Stub("/turn", 200, "only")]);

        Assert.Equal(["only", "only"], [await _http.GetStringAsync("turn"), await _http.GetStringAsync("turn")]);
    }

    [Fact]
    public async Task Requests_Several_AreHeldAsSentAndInOrder()
    {
        _server.Add(Stub("/a%20b+c", 200, ""));
        using var content = new StringContent("name=J%C3%BCrgen+M&empty=", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "a%20b+c?x=%201") { Content = content };
        request.Headers.Add("X-Test", "yes");

        using (await _http.SendAsync(request))
        using (await _http.GetAsync("unknown"))
        {
            var requests = _server.Requests;

            Assert.Equal(["POST /a%20b+c?x=%201", "GET /unknown"], requests.Select(recorded => recorded.ToString()));
            Assert.Equal("yes", requests[0].Header("x-test"));
            Assert.Null(requests[0].Header("x-other"));
            Assert.Equal("name=J%C3%BCrgen+M&empty=", requests[0].Body);
            Assert.Equal([KeyValuePair.Create("name", "Jürgen M"), KeyValuePair.Create("empty", "")], requests[0].Form());
            Assert.Equal([true, false], requests.Select(recorded => recorded.WasMatched));
            Assert.Equal(0, requests[1].BodyBytes.Length);
        }
    }

    [Theory]
    [InlineData("a/b", false)]
    [InlineData("a%2Fb", true)]
    [InlineData("a%252Fb", true)]
    [InlineData("a%20b", true)]
    public async Task Add_PatternOfOneSegment_FitsWhatIsOneSegmentOnTheWire(string segment, bool fits)
    {
        _server.Stub("kubiya/pause-accepted");

        using (await _http.PostAsync($"api/v1/executions/{segment}/pause", content: null))
        {
            var request = Assert.Single(_server.Requests);
            Assert.Equal($"POST /api/v1/executions/{segment}/pause", request.ToString());
            Assert.Equal(fits, request.WasMatched);
        }
    }

    [Theory]
    [InlineData("GET", "gzip", "\u001f\u008b no gzip")]
    [InlineData("POST", null, "{\"not\": \"whole")]
    [InlineData("DELETE", null, "{\"a\":  1}")]
    public async Task Requests_BodyOfAnyKind_IsHeldByteForByte(string method, string? encoding, string body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "unknown") { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) };
        request.Content.Headers.Add("Content-Type", "application/json");
        if (encoding is not null)
        {
            request.Content.Headers.Add("Content-Encoding", encoding);
        }

        using (await _http.SendAsync(request))
        {
            Assert.Equal(body, Encoding.Latin1.GetString(Assert.Single(_server.Requests).BodyBytes.Span));
        }
    }

    [Fact]
    public async Task Reset_StubbedAndAsked_ForgetsBoth()
    {
        _server.AddInTurn([Stub("/turn", 200, "first"), Stub("/turn", 200, "second")]);
        await _http.GetStringAsync("turn");

        _server.Reset();

        Assert.Empty(_server.Requests);
        using var answer = await _http.GetAsync("turn");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{ "request": { "method": "GET", "urlPath": "/" }, "response": { "status": 200 } }""")]
    [InlineData("""{ "Request": { "Path": "/" } }""")]
    [InlineData("""{ "Request": {}, "Response": {} }""")]
    public void Add_NoMappingOfWireMockNet_SaysWhatIsMissing(string mapping)
    {
        var fault = Assert.Throws<ArgumentException>(() => _server.Add(JsonNode.Parse(mapping)!));

        Assert.Contains("Request.Path", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_Always_IsLoopback()
    {
        Assert.Equal("127.0.0.1", _server.Address.Host);
    }

    private static JsonObject Stub(string path, int status, string body) => new()
    {
        ["Request"] = new JsonObject { ["Path"] = path },
        ["Response"] = new JsonObject { ["StatusCode"] = status, ["Body"] = body },
    };
}
