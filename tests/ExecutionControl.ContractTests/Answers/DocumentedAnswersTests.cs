using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Answers;

public sealed class DocumentedAnswersTests : StubbedTests, IDisposable
{
    private readonly HttpClient _http;

    public DocumentedAnswersTests(StubServer server)
        : base(server) =>
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };

    public static TheoryData<string> Mappings => [.. Mapping.Names];

    public void Dispose() => _http.Dispose();

    [Fact]
    public void All_Mappings_AreInTheTableOnceEach()
    {
        Assert.Equal(Mapping.Names, DocumentedAnswers.All.Select(answer => answer.Mapping).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public async Task Mapping_Requested_AnswersAsTheTableSays(string mapping)
    {
        var documented = DocumentedAnswers.Find(mapping);
        var response = Mapping.Load(mapping)["Response"]!;
        Server.Stub(mapping);

        using var request = new HttpRequestMessage(documented.Method, documented.Path);
        using var answer = await _http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();

        Assert.Equal(documented.Status, (int)answer.StatusCode);
        Assert.Equal(response["Headers"]?["Content-Type"]?.GetValue<string>(), answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(documented.RetryAfter, answer.Headers.RetryAfter?.Delta);
        Assert.Equal(response["Headers"]?["Location"]?.GetValue<string>(), answer.Headers.Location?.OriginalString);
        MappedBody.AssertSame(mapping, body);
        Assert.All((string?[])[documented.Words, documented.RequestId, documented.State], part => Assert.Contains(part ?? "", Unescaped(body), StringComparison.Ordinal));
        Assert.True(Assert.Single(Server.Requests).WasMatched);
    }

    private static string Unescaped(string json) => json.Replace("\\\"", "\"", StringComparison.Ordinal);
}
