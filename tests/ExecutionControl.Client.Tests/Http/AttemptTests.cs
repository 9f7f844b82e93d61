using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>What is taken from an answer, and what is not believed.</summary>
public sealed class AttemptTests
{
    private const string Token = "secret-token-0123456789";

    [Theory]
    [InlineData("application/json", null)]
    [InlineData("APPLICATION/JSON; charset=utf-16", null)]
    [InlineData("application/problem+json", null)]
    [InlineData("application/problem+JSON", null)]
    [InlineData("", null)]
    [InlineData("text/html", "the answer was of type text/html instead of JSON")]
    [InlineData("application/json2", "the answer was of type application/json2 instead of JSON")]
    [InlineData("application/json+xml", "the answer was of type application/json+xml instead of JSON")]
    public async Task SendAsync_Success_IsJsonOrRefused(string type, string? fault)
    {
        var answer = Answer("{}", type);

        var exception = await Record.ExceptionAsync(() => SendAsync(answer));

        Assert.Equal(fault, (exception as UnreadableAnswerException)?.Message);
        Assert.Equal(fault is null, exception is null);
    }

    [Fact]
    public async Task SendAsync_EmptySuccess_IsRefused() =>
        Assert.Equal("the answer was empty", (await Assert.ThrowsAsync<UnreadableAnswerException>(() => SendAsync(Answer(string.Empty, "application/json")))).Message);

    [Fact]
    public async Task SendAsync_Success_IsNotedWithItsTimeAndIdAndGivenBack()
    {
        var answer = Answer("""{"a":1}""", "application/problem+json; charset=latin1");
        answer.Headers.Date = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        answer.Headers.Add("request-id", "req-2");
        var attempt = Attempt();

        var body = await SendAsync(answer, attempt);

        Assert.Equal((200, "req-2", answer.Headers.Date), (attempt.Status, attempt.RequestId, attempt.AnsweredAt));
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(body));
        Assert.Same(body, attempt.Body);
        Assert.Equal((200, """{"a":1}""", "req-2", answer.Headers.Date), (attempt.Answer()!.Status, attempt.Answer()!.Body, attempt.Answer()!.RequestId, attempt.Answer()!.Date));
    }

    [Fact]
    public async Task SendAsync_SuccessThatCannotBeRead_IsNotedWithoutABody()
    {
        var answer = Answer("{}", "application/json");
        answer.Content.Headers.TryAddWithoutValidation("Content-Encoding", "zstd");
        var attempt = Attempt();

        await Assert.ThrowsAsync<UnreadableAnswerException>(() => SendAsync(answer, attempt));

        Assert.Equal((200, (string?)null), (attempt.Answer()!.Status, attempt.Answer()!.Body));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task SendAsync_Error_IsAnAnswerOfItsOwnAndNoSuccess()
    {
        var answer = Answer($$"""{"detail":"no {{Token}}"}""", "application/json", HttpStatusCode.Conflict);
        answer.Headers.Date = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        answer.Headers.Add("Retry-After", "7");
        answer.Headers.Add("x-correlation-id", $"for {Token}");
        var attempt = Attempt();

        var error = (await Assert.ThrowsAsync<ServiceAnswerException>(() => SendAsync(answer, attempt))).Answer;

        Assert.Equal((409, """{"detail":"no (hidden)"}""", "no (hidden)", "HTTP 409"), (error.Status, error.Body, error.Message, error.StatusText));
        Assert.Equal(("for (hidden)", TimeSpan.FromSeconds(7), answer.Headers.Date), (error.RequestId, error.RetryAfter, error.Date));
        Assert.Null(attempt.Status);
        Assert.Null(attempt.Answer());
    }

    [Theory]
    [InlineData("x-request-id: a, request-id: b, x-correlation-id: c", "a")]
    [InlineData("x-correlation-id: c, request-id: b", "b")]
    [InlineData("x-correlation-id: c", "c")]
    [InlineData("x-request-id: , request-id: b", "b")]
    [InlineData("x-request-id: a\u0085b", "a b")]
    [InlineData("request: a", null)]
    public async Task SendAsync_RequestId_IsTheFirstThatIsOne(string headers, string? id)
    {
        var answer = Answer("{}", "application/json");
        foreach (var header in headers.Split(", "))
        {
            answer.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        }

        var attempt = Attempt();

        await SendAsync(answer, attempt);

        Assert.Equal(id, attempt.RequestId);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task SendAsync_LongRequestId_IsNone(int length, bool isOne)
    {
        var answer = Answer("{}", "application/json");
        answer.Headers.Add("x-request-id", new string('r', length));
        var attempt = Attempt();

        await SendAsync(answer, attempt);

        Assert.Equal(isOne ? length : null, attempt.RequestId?.Length);
    }

    /// <summary>As HttpClient has it: a connection that is closed because the call was cancelled fails in many ways.</summary>
    [Fact]
    public async Task SendAsync_ConnectionFailsAsTheCallIsCancelled_IsCancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var failure = new HttpRequestException("broken");
        using var http = new HttpMessageInvoker(new Failing(() =>
        {
            cancellation.Cancel();
            return failure;
        }));

        var exception = await Assert.ThrowsAsync<OperationCanceledException>(
            () => Attempt().SendAsync(http, Request(), new TurnedClock(), cancellation.Token).AsTask());

        Assert.Equal((cancellation.Token, failure), (exception.CancellationToken, exception.InnerException));
    }

    [Fact]
    public async Task SendAsync_ConnectionFails_IsThatFailure()
    {
        var failure = new HttpRequestException("broken");
        using var http = new HttpMessageInvoker(new Failing(() => failure));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => Attempt().SendAsync(http, Request(), new TurnedClock(), CancellationToken.None).AsTask());

        Assert.Same(failure, exception);
    }

    private static Attempt Attempt() => new(new Uri("https://acme.conductor.one"), new BearerToken(Token));

    private static HttpRequestMessage Request() => new(HttpMethod.Get, "https://acme.conductor.one");

    private static HttpResponseMessage Answer(string body, string type, HttpStatusCode status = HttpStatusCode.OK)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);
        return new HttpResponseMessage(status) { Content = content };
    }

    private static async Task<byte[]> SendAsync(HttpResponseMessage answer, Attempt? attempt = null)
    {
        using var http = new HttpMessageInvoker(new Answering(answer));
        return await (attempt ?? Attempt()).SendAsync(http, Request(), new TurnedClock(), CancellationToken.None);
    }

    private sealed class Failing(Func<Exception> fail) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(fail());
    }

    private sealed class Answering(HttpResponseMessage answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer);
    }
}
