using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.WireMock;

[Collection(WireMockCollection.Name)]
public sealed class WireMockServerTests(WireMockServer server) : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Address };

    public Task InitializeAsync() => server.Admin.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task AddAsync_MatchingRequest_GetsTheStubbedAnswer()
    {
        await server.Admin.AddAsync(Stub("/greeting", 418, "short and stout"));

        using var answer = await _http.GetAsync("greeting");

        Assert.Equal((HttpStatusCode)418, answer.StatusCode);
        Assert.Equal("short and stout", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task AddSequenceAsync_ThreeMappings_AnswersInTurnAndStaysAtTheLast()
    {
        await server.Admin.AddSequenceAsync([Stub("/turn", 200, "first"), Stub("/turn", 200, "second"), Stub("/turn", 200, "third")]);

        var answers = new List<string>();
        for (var request = 0; request < 4; request++)
        {
            answers.Add(await _http.GetStringAsync("turn"));
        }

        Assert.Equal(["first", "second", "third", "third"], answers);
    }

    [Fact]
    public async Task AddSequenceAsync_OneMapping_AnswersAlways()
    {
        await server.Admin.AddSequenceAsync([Stub("/turn", 200, "only")]);

        Assert.Equal(["only", "only"], [await _http.GetStringAsync("turn"), await _http.GetStringAsync("turn")]);
    }

    [Fact]
    public async Task RequestsAsync_SeveralRequests_HoldsThemAsSentAndInOrder()
    {
        await server.Admin.AddAsync(Stub("/a%20b", 200, ""));
        using var content = new StringContent("name=J%C3%BCrgen+M&empty=", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, "a%20b?x=1") { Content = content };
        request.Headers.Add("X-Test", "yes");

        using (await _http.SendAsync(request))
        using (await _http.GetAsync("unknown"))
        {
            var requests = await server.Admin.RequestsAsync();

            Assert.Equal(["POST /a%20b?x=1", "GET /unknown"], requests.Select(recorded => recorded.ToString()));
            Assert.Equal("yes", requests[0].Header("x-test"));
            Assert.Null(requests[0].Header("x-other"));
            Assert.Equal("name=J%C3%BCrgen+M&empty=", requests[0].Body);
            Assert.Equal([KeyValuePair.Create("name", "Jürgen M"), KeyValuePair.Create("empty", "")], requests[0].Form());
            Assert.Equal([true, false], requests.Select(recorded => recorded.WasMatched));
            Assert.Equal(0, requests[1].BodyBytes.Length);
        }
    }

    [Fact]
    public async Task CountAsync_PatternOfSomeRequests_CountsThose()
    {
        using (await _http.GetAsync("one"))
        using (await _http.GetAsync("two"))
        using (await _http.GetAsync("one"))
        {
            Assert.Equal(2, await server.Admin.CountAsync(new JsonObject { ["method"] = "GET", ["url"] = "/one" }));
            Assert.Equal(0, await server.Admin.CountAsync(new JsonObject { ["method"] = "POST", ["url"] = "/one" }));
        }
    }

    [Fact]
    public async Task ResetAsync_StubbedAndAsked_ForgetsBoth()
    {
        await server.Admin.AddSequenceAsync([Stub("/turn", 200, "first"), Stub("/turn", 200, "second")]);
        await _http.GetStringAsync("turn");

        await server.Admin.ResetAsync();

        Assert.Empty(await server.Admin.RequestsAsync());
        using var answer = await _http.GetAsync("turn");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task AddAsync_InvalidMapping_SaysWhatWireMockSaid()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => server.Admin.AddAsync(new JsonObject { ["requset"] = new JsonObject() }));

        Assert.Contains("requset", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_Always_IsLoopback()
    {
        Assert.Equal("127.0.0.1", server.Address.Host);
    }

    private static JsonObject Stub(string path, int status, string body) => new()
    {
        ["request"] = new JsonObject { ["urlPath"] = path },
        ["response"] = new JsonObject { ["status"] = status, ["body"] = body },
    };
}
