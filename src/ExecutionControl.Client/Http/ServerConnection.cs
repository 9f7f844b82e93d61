using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Resilience;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Everything between one client and its server: the handlers around the wire, Kiota's adapter on top of them, the token
/// source and the executor of calls. Kiota itself neither authenticates nor retries here, since both belong to each attempt.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpMessageInvoker _tokenHttp;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly ITokenSource _tokens;
    private readonly bool _ownsTokens;

    public ServerConnection(ControlClientOptions options, Uri server, Func<TokenEndpoint, ITokenSource> createTokens)
    {
        options.Retry.Validate();
        Server = server;
        TimeProvider = options.TimeProvider;
        Random = options.Random;
        LookLimits = CallLimits.Look(options.Retry);
        var transport = Transport.Create(server, options.Retry.ConnectTimeout);
        _tokenHttp = new HttpMessageInvoker(transport, disposeHandler: false);
        _ownsTokens = options.TokenSource is null;
        _tokens = options.TokenSource ?? createTokens(new TokenEndpoint(_tokenHttp, options.TimeProvider));
        HttpMessageHandler chain = new SingleSendHandler(transport);
        foreach (var create in options.Handlers.Reverse())
        {
            var handler = create();
            handler.InnerHandler = chain;
            chain = handler;
        }

        _http = new HttpClient(new AnswerHandler(chain, options.TimeProvider)) { Timeout = Timeout.InfiniteTimeSpan };
        _adapter = new HttpClientRequestAdapter(
            new AnonymousAuthenticationProvider(),
            new JsonParseNodeFactory(),
            new JsonSerializationWriterFactory(),
            _http,
            new ObservabilityOptions { IncludeEUIIAttributes = false })
        {
            BaseUrl = server.AbsoluteUri.TrimEnd('/'),
        };
        Executor = new ControlCallExecutor(server, _tokens, options.Retry, options.TimeProvider, options.Random);
    }

    public Uri Server { get; }

    public TimeProvider TimeProvider { get; }

    public Random Random { get; }

    public CallLimits LookLimits { get; }

    public IRequestAdapter Adapter => _adapter;

    public ControlCallExecutor Executor { get; }

    public void Dispose()
    {
        if (_ownsTokens)
        {
            (_tokens as IDisposable)?.Dispose();
        }

        _adapter.Dispose();
        _http.Dispose();
        _tokenHttp.Dispose();
    }
}
