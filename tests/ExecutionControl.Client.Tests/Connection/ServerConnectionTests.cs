using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Connection;

/// <summary>What a client owns, and where it goes.</summary>
public sealed class ServerConnectionTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private static readonly Uri Server = new("https://cp.example.test");
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData("/")]
    [InlineData("/proxy")]
    [InlineData("/proxy/")]
    public async Task Call_ServerWithAPath_GoesBelowIt(string path)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(new Uri(server.Url, path), _clock);

        await client.PauseExecutionAsync(Id);

        Assert.Equal($"{path.TrimEnd('/')}/api/v1/executions/{Id}/pause", Assert.Single(server.Requests).Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_HandlersAndTokens_AreEndedWhereTheyAreItsOwn(bool isOwned)
    {
        var (api, minting, tokens) = (new Noted(), new Noted(), new Tokens());
        var options = new KubiyaClientOptions { ServerUrl = Server, TokenSource = isOwned ? null : tokens, TimeProvider = _clock };
        var connection = new ServerConnection(options, new Credential(Server, (_, _) => tokens) { IsSourceOwned = isOwned }, new ConnectionHandlers(api, minting, isOwned));
        Assert.Equal("token", (await connection.GetTokenAsync(CancellationToken.None)).Value);

        connection.Dispose();
        connection.Dispose();

        var times = isOwned ? 1 : 0;
        Assert.Equal((times, times, times), (api.Disposals, minting.Disposals, tokens.Disposals));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.GetTokenAsync(CancellationToken.None));
    }

    /// <summary>What has no other way to be seen in less than the 100 seconds that an HttpClient gives a request.</summary>
    [Fact]
    public void Constructor_LimitsOfHttp_AreNoneBesideTheCallsOwn()
    {
        using var connection = new ServerConnection(new KubiyaClientOptions { ServerUrl = Server, TimeProvider = _clock }, new Credential(Server, (_, _) => new Tokens()), handlers: null);
        var http = typeof(ServerConnection).GetField("_http", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(connection)!;

        Assert.IsType<HttpMessageInvoker>(http);
    }

    [Fact]
    public async Task Call_Traced_ShowsItsTargetInItsOwnSpanAlone()
    {
        var tags = new ConcurrentQueue<(string Source, string Tag)>();
        var mine = new AsyncLocal<bool> { Value = true };
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientDiagnostics.Name || source.Name.Contains("Kiota", StringComparison.Ordinal),
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                foreach (var tag in mine.Value ? activity.TagObjects : [])
                {
                    tags.Enqueue((activity.Source.Name, $"{tag.Key}={tag.Value}"));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock);

        await client.PauseExecutionAsync(Id);

        Assert.Equal((ClientDiagnostics.Name, $"execution_control.target={Id}"), Assert.Single(tags, tag => tag.Tag.Contains(Id, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Create_HandlersOfTheApplication_AreAroundOneAnotherAsListed()
    {
        var order = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(Reply.Json("""{"success":true}"""));
        using var client = TestClients.Kubiya(server.Url, _clock, options =>
        {
            options.Handlers.Add(() => new Passing(() => order.Enqueue("outer"), () => order.Enqueue("disposed")));
            options.Handlers.Add(() => new Passing(() => order.Enqueue("inner"), () => order.Enqueue("disposed")));
        });

        await client.PauseExecutionAsync(Id);

        Assert.Equal(["outer", "inner"], order);
        client.Dispose();
        Assert.Equal(["outer", "inner", "disposed", "disposed"], order);
    }

    private sealed class Passing(Action note, Action? dispose = null) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            note();
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            dispose?.Invoke();
            base.Dispose(disposing);
        }
    }

    private sealed class Noted : HttpMessageHandler
    {
        public int Disposals { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

        protected override void Dispose(bool disposing)
        {
            Disposals++;
            base.Dispose(disposing);
        }
    }

    private sealed class Tokens : ITokenSource, IDisposable
    {
        public int Disposals { get; private set; }

        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) => ValueTask.FromResult(new AccessToken("token"));

        public void Dispose() => Disposals++;
    }
}
