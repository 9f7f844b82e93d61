using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Kiota.Abstractions;

namespace ExecutionControl.Client.Connection;

/// <summary>
/// Everything between one client and its server: the handlers around the wire, the token source, and the executor of calls. Kiota builds
/// requests, and does not send them: to authenticate, to send again and to read belong to each attempt.
/// </summary>
internal sealed class ServerConnection : IDisposable
{
    private readonly HttpMessageInvoker _http;
    private readonly HttpMessageInvoker _tokenHttp;
    private readonly FollowedTokenSource _tokens;
    private readonly Lock _gate = new();
    private readonly IDisposable? _following;
    private Credential _credential;
    private readonly CancellationTokenSource _closing = new();
    private readonly string _clientName;
    private readonly CallTerms _terms;
    private readonly CallTerms _termsOfWait;
    private int _isDisposed;

    public ServerConnection(ControlClientOptions options, Credential credential, ConnectionHandlers? handlers)
    {
        Retry = options.Retry.Copy();
        (_terms, _termsOfWait) = (CallTerms.Of(Retry, options: null), CallTerms.OfWait(Retry, options: null));
        handlers ??= ConnectionHandlers.Create(options, credential.Server, Retry.ConnectTimeout);
        Server = credential.Server;
        TimeProvider = options.TimeProvider;
        Random = options.Random;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientDiagnostics.Name);
        _clientName = options.ClientName;
        _tokenHttp = new HttpMessageInvoker(handlers.Tokens, handlers.IsOwned);
        _credential = credential;
        _tokens = new FollowedTokenSource(CreateTokens(credential), credential.IsSourceOwned);
        _http = new HttpMessageInvoker(handlers.Api, handlers.IsOwned);
        Building = new RequestBuilding(Server);
        Executor = new ControlCallExecutor(
            Server, _http, _tokens, Retry, TimeProvider, Random, Logger, _closing.Token);
        _following = handlers.FollowCredential?.Invoke(Follow);
    }

    public Uri Server { get; }

    /// <summary>The options as they were when the client was made.</summary>
    public ControlRetryOptions Retry { get; }

    public TimeProvider TimeProvider { get; }

    public Random Random { get; }

    public ILogger Logger { get; }

    /// <summary>For the request builders that Kiota generated.</summary>
    public IRequestAdapter Building { get; }

    public ControlCallExecutor Executor { get; }

    /// <summary>What waits for the effect of an operation by looking at its target.</summary>
    public StateWatch Watch(ControlOperation awaited, ControlOperation look, CallTerms terms, string target) =>
        new(TimeProvider, Executor, terms, awaited, look, target);

    /// <summary>What a call goes by.</summary>
    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public CallTerms TermsOf(CallOptions? options)
    {
        ThrowIfDisposed();
        return options is null ? _terms : CallTerms.Of(Retry, options);
    }

    /// <summary>What a wait goes by.</summary>
    /// <exception cref="ArgumentException">The options are out of their bounds.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public CallTerms TermsOfWait(CallOptions? options)
    {
        ThrowIfDisposed();
        return options is null ? _termsOfWait : CallTerms.OfWait(Retry, options);
    }

    /// <summary>Whether the client was disposed of.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>Waits, but not any longer once the client is disposed of.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled, or the client was disposed of.</exception>
    public async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Executor.Closing);
        await Task.Delay(delay, TimeProvider, linked.Token).ConfigureAwait(false);
    }

    /// <summary>Gives a request as it is handed to the handlers: without a token, and without sending it.</summary>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public Task<HttpRequestMessage> ShowAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? Task.FromCanceled<HttpRequestMessage>(cancellationToken) : Task.FromResult(request);
    }

    public async Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Executor.Closing);
        try
        {
            // A token that comes later is nobody's loss: a source that nothing can stop is left to itself.
            var context = new TokenContext(Server) { Reason = TokenReason.Application };
            return await _tokens.GetTokenAsync(context, linked.Token).AsTask().WaitAsync(linked.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsDisposed && exception is OperationCanceledException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Disposed();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _closing.Cancel();
        _following?.Dispose();
        _tokens.Dispose();
        _http.Dispose();
        _tokenHttp.Dispose();
        _closing.Dispose();
    }

    private ObjectDisposedException Disposed() => new(_clientName);

    private void ThrowIfDisposed()
    {
        if (IsDisposed)
        {
            throw Disposed();
        }
    }

    /// <summary>
    /// Takes tokens from another credential from now on. One for another server, or for another part of it, would be sent to a stale address.
    /// </summary>
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
