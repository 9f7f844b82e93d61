using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Services;

/// <summary>A service with a client of its own: makes it, and says in the command line's terms what is wrong when it cannot be made.</summary>
/// <typeparam name="TClient">The client.</typeparam>
/// <typeparam name="TOptions">The client's options.</typeparam>
internal abstract class ServiceModule<TClient, TOptions> : IServiceModule
    where TClient : IDisposable
    where TOptions : ControlClientOptions
{
    public abstract ServiceDefinition Definition { get; }

    public abstract IReadOnlyList<VariableHelp> Variables { get; }

    public abstract string Remedy { get; }

    public abstract ToolFile? ToolFile { get; }

    public abstract ServiceLogin Login { get; }

    public virtual bool MintsTokens => false;

    public abstract IReadOnlyList<string> TargetKinds { get; }

    public virtual IServiceModule HeldBy(string holder) => this;

    /// <summary>Settles which credential is used.</summary>
    /// <exception cref="NotSentException">None is complete.</exception>
    public abstract (TOptions Options, ServiceAccount Account) Prepare(ServiceSettings settings);

    public ServiceAccount? Describe(ServiceSettings settings)
    {
        // Which secret it is decides what else belongs to the account; a supplied one is not asked for.
        var secrets = Definition.Settings.Where(setting => setting.IsSecret).ToList();
        var candidates = secrets.Exists(secret => settings[secret] is not null) ? [settings] : secrets.Select(secret => settings.With(secret, "-"));
        return candidates.Select(DescribeComplete).FirstOrDefault(account => account is not null);
    }

    /// <summary>Makes the client from options that were prepared.</summary>
    /// <exception cref="NotSentException">The client refuses the address or the credential.</exception>
    public TClient Create(ServiceSettings settings, TOptions options, ClientSetup setup)
    {
        var redactor = new SecretRedactor(settings.Secrets);
        setup.Reporter.Protect(redactor);
        options.LoggerFactory = new ClientLog(setup.Reporter);
        KeepTokens(options, new WatchedTokenStore(setup.Tokens, redactor.Add));
        setup.Configure?.Invoke(options);
        if (setup.AddHandlers is { } handler)
        {
            options.Handlers.Add(handler);
        }

        if (setup.Reporter.IsDebug)
        {
            options.Handlers.Add(() => new DebugHandler(setup.Reporter, redactor));
        }

        return Checked(settings, () => Create(options));
    }

    public IServiceClient Open(ServiceSettings settings, ClientSetup setup)
    {
        var (options, account) = Prepare(settings);
        return new OpenClient(this, Create(settings, options, setup), options, account);
    }

    protected abstract TClient Create(TOptions options);

    /// <summary>Gives a client that mints access tokens somebody who keeps them.</summary>
    protected virtual void KeepTokens(TOptions options, ITokenStore tokens)
    {
    }

    /// <summary>Asks for the first item of a list.</summary>
    protected abstract Task AskAsync(TClient client, CancellationToken cancellationToken);

    protected abstract Task<AccessToken> GetTokenAsync(TClient client, TOptions options, CancellationToken cancellationToken);

    protected abstract IEnumerable<(ServiceSetting Setting, string Value)> Lend(TOptions options, ServiceAccount account, AccessToken token);

    /// <summary>Looks at what is tripped, paused and running.</summary>
    protected abstract Task<ServiceStatus> LookAsync(TClient client, TimeProvider clock, Action<string> warn, CancellationToken cancellationToken);

    /// <summary>Finds what a freeze stops, and what runs on.</summary>
    protected abstract IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(TClient client, FreezeScope scope, CancellationToken cancellationToken);

    protected abstract IAsyncEnumerable<string> ListIdsAsync(TClient client, string kind, ControlOperation? operation, CancellationToken cancellationToken);

    /// <summary>The complaint about a source that names a host or a credential, but not all that belongs to it.</summary>
    /// <param name="settings">The source.</param>
    /// <param name="missing">What it does not say.</param>
    /// <param name="given">What it does say.</param>
    /// <param name="what">What is missing, in words.</param>
    protected static NotSentException Incomplete(ServiceSettings settings, ServiceSetting missing, ServiceSetting given, string what) => new(
        ExitCode.Credentials,
        $"{settings.Source.NameOf(given)} is set, but {settings.Source.NameOf(missing)} is not: {what}. "
        + "Host and credential come from one source, so nothing is taken from another. Nothing was sent.");

    /// <summary>Begins a list, and does not care what is in it.</summary>
    protected static async Task FirstAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellationToken);
        await enumerator.MoveNextAsync();
    }

    /// <summary>The server as others want it: without the slash at the end, which they would double.</summary>
    protected static string AddressOf(ServiceAccount account) => account.Server!.ToString().TrimEnd('/');

    private ServiceAccount? DescribeComplete(ServiceSettings settings)
    {
        try
        {
            return Prepare(settings).Account;
        }
        catch (NotSentException)
        {
            return null;
        }
    }

    private TClient Checked(ServiceSettings settings, Func<TClient> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException exception)
        {
            var isAddress = string.Equals(exception.ParamName, nameof(ControlClientOptions.ServerUrl), StringComparison.Ordinal);
            var refused = ArgumentMessage.NotSent(exception, isAddress ? ExitCode.NotSent : ExitCode.Credentials);
            var name = settings.Source.NameOf(Definition.ServerUrl);
            throw new NotSentException(
                refused.ExitCode, refused.Message.Replace(nameof(ControlClientOptions.ServerUrl), name, StringComparison.Ordinal), exception);
        }
    }

    private sealed class OpenClient(ServiceModule<TClient, TOptions> module, TClient client, TOptions options, ServiceAccount account) : IServiceClient
    {
        public ServiceAccount Account => account;

        public IDisposable Client => client;

        public Task AskAsync(CancellationToken cancellationToken) => module.AskAsync(client, cancellationToken);

        public Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken) => module.GetTokenAsync(client, options, cancellationToken);

        public IEnumerable<(ServiceSetting Setting, string Value)> Lend(AccessToken token) => module.Lend(options, account, token);

        public Task<ServiceStatus> LookAsync(TimeProvider clock, Action<string> warn, CancellationToken cancellationToken) =>
            module.LookAsync(client, clock, warn, cancellationToken);

        public IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(FreezeScope scope, CancellationToken cancellationToken) =>
            module.FindToFreezeAsync(client, scope, cancellationToken);

        public IAsyncEnumerable<string> ListIdsAsync(string kind, ControlOperation? operation, CancellationToken cancellationToken) =>
            module.ListIdsAsync(client, kind, operation, cancellationToken);

        public void Dispose() => client.Dispose();
    }
}

/// <summary>Tells of every access token that comes to be known, so that it can be kept out of what is shown, also where nothing is kept.</summary>
/// <param name="inner">Keeps the tokens; null when they are not to be kept.</param>
/// <param name="tell">Is told each token.</param>
internal sealed class WatchedTokenStore(ITokenStore? inner, Action<string> tell) : ITokenStore
{
    public ValueTask<IAsyncDisposable?> LockAsync(string key, CancellationToken cancellationToken) =>
        inner?.LockAsync(key, cancellationToken) ?? ValueTask.FromResult<IAsyncDisposable?>(null);

    public async ValueTask<StoredToken?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        var token = inner is null ? null : await inner.ReadAsync(key, cancellationToken);
        if (token is not null)
        {
            tell(token.Value);
        }

        return token;
    }

    public ValueTask WriteAsync(string key, StoredToken token, CancellationToken cancellationToken)
    {
        tell(token.Value);
        return inner?.WriteAsync(key, token, cancellationToken) ?? ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string key, CancellationToken cancellationToken) => inner?.RemoveAsync(key, cancellationToken) ?? ValueTask.CompletedTask;
}
