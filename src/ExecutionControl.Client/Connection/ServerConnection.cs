using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using ExecutionControl.Client.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;

namespace ExecutionControl.Client.Connection;

/// <summary>
/// Everything between one client and its server: the handlers around the wire, Kiota's adapter on top of them, the token
/// source and the executor of calls. Kiota itself neither authenticates nor retries here, since both belong to each attempt.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpMessageInvoker _tokenHttp;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly FollowedTokenSource _tokens;
    private readonly Lock _gate = new();
    private readonly IDisposable? _following;
    private Credential _credential;
    private int _isDisposed;

    public ServerConnection(ControlClientOptions options, Credential credential, ConnectionHandlers? handlers)
    {
        Retry = options.Retry.Copy();
        handlers ??= ConnectionHandlers.Create(options, credential.Server, Retry.ConnectTimeout);
        Server = credential.Server;
        TimeProvider = options.TimeProvider;
        Random = options.Random;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientDiagnostics.Name);
        ObservationLimits = CallLimits.Observation(Retry);
        _tokenHttp = new HttpMessageInvoker(handlers.Tokens, handlers.IsOwned);
        _credential = credential;
        _tokens = new FollowedTokenSource(CreateTokens(credential), credential.IsSourceOwned);
        _http = new HttpClient(new AnswerHandler(handlers.Api, options.TimeProvider), handlers.IsOwned) { Timeout = Timeout.InfiniteTimeSpan };
        _adapter = new HttpClientRequestAdapter(
            new AnonymousAuthenticationProvider(),
            new AnswerParseNodeFactory(),
            new JsonSerializationWriterFactory(),
            _http,
            new ObservabilityOptions { IncludeEUIIAttributes = false })
        {
            BaseUrl = credential.Server.AbsoluteUri.TrimEnd('/'),
        };
        Executor = new ControlCallExecutor(credential.Server, _tokens, Retry, options.TimeProvider, options.Random, Logger);
        _following = handlers.FollowCredential?.Invoke(Follow);
    }

    public Uri Server { get; }

    /// <summary>The options as they were when the client was made.</summary>
    public ControlRetryOptions Retry { get; }

    public TimeProvider TimeProvider { get; }

    public Random Random { get; }

    public ILogger Logger { get; }

    public CallLimits ObservationLimits { get; }

    public IRequestAdapter Adapter => _adapter;

    public ControlCallExecutor Executor { get; }

    /// <summary>What waits for the effect of an operation by looking at its target.</summary>
    public StateWatch Watch(ControlOperation awaited, ControlOperation look, string target) =>
        new(TimeProvider, Executor.Diagnostics, awaited, look, target);

    /// <summary>Builds a request as it is handed to the handlers: without a token, and without sending it.</summary>
    public async Task<HttpRequestMessage> BuildAsync(RequestInformation request, CancellationToken cancellationToken) =>
        await _adapter.ConvertToNativeRequestAsync<HttpRequestMessage>(request, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException("The request could not be built.");

    public async Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return await _tokens.GetTokenAsync(new TokenContext(Server) { Reason = TokenReason.Application }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        Executor.Close();
        _following?.Dispose();
        _tokens.Dispose();
        _adapter.Dispose();
        _http.Dispose();
        _tokenHttp.Dispose();
    }

    /// <summary>Takes tokens from another credential from now on. One for another server, or for another part of it, would be sent to a stale address.</summary>
    private void Follow(Credential next)
    {
        lock (_gate)
        {
            if (_isDisposed != 0 || Equals(next.Identity, _credential.Identity))
            {
                return;
            }

            if (next.Server != Server || next.Part != _credential.Part)
            {
                TokenLog.CredentialNotFollowed(Logger, Server.Authority, "they are for another server or organization, which takes a restart");
                return;
            }

            _tokens.Exchange(CreateTokens(next), next.IsSourceOwned);
            _credential = next;
        }

        TokenLog.CredentialChanged(Logger, Server.Authority);
    }

    private ITokenSource CreateTokens(Credential credential) => credential.CreateTokens(new TokenEndpoint(_tokenHttp, TimeProvider), Logger);
}
