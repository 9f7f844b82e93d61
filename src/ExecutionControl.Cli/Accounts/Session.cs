using ExecutionControl.Cli.Credentials;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Sandbox;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Cli.TokenCache;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Accounts;

/// <summary>As whom a command asks the services: finds the accounts, keeps the tokens, starts the sandbox.</summary>
internal sealed class Session(
    SessionOptions options, ServiceModules services, Variables variables, Reporter reporter, TimeProvider timeProvider) : IAsyncDisposable
{
    private SandboxServer? _sandbox;
    private FileTokenStore? _tokens;

    /// <summary>Whether the sandbox is asked in place of the real services.</summary>
    public bool IsSandbox => options.IsSandbox;

    /// <summary>The profile that --profile names, or null.</summary>
    public string? TypedProfile => options.Profile;

    /// <summary>The process's environment. With --sandbox nothing of it counts.</summary>
    public Variables Environment => variables;

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider => timeProvider;

    /// <summary>What a rate limit closes for all targets of the command.</summary>
    public RateLimitGate RateLimit { get; } = new(timeProvider);

    /// <summary>The configuration file.</summary>
    public ProfileFile Profiles { get; } = new(variables.Folders, services.Definitions);

    /// <summary>Keeps access tokens between runs; null when they are not to be kept.</summary>
    public ITokenStore? TokenStore => !IsSandbox && options.KeepsTokens && TokenFolder.Locate(variables.Folders) is { } folder
        ? _tokens ??= new FileTokenStore(folder, timeProvider, reporter.Warn)
        : null;

    /// <summary>As whom the service is asked, of several the last one; null while that is not settled.</summary>
    public ServiceAccount? Account => Accounts.Count > 0 ? Accounts[^1] : null;

    /// <summary>As whom services are asked, in the order in which that was settled.</summary>
    public IReadOnlyList<ServiceAccount> Accounts { get; private set; } = [];

    /// <summary>Whom the command talks to, for somebody who has to decide: server, and tenant or organization.</summary>
    public string Where { get; private set; } = "no service";

    /// <summary>The profile whose name must be typed before anything is changed with its account; null where the account is of no such profile.</summary>
    public string? ProtectedProfile { get; private set; }

    /// <summary>Which profile is used, and who said so.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read.</exception>
    public ProfileSelection SelectProfile() => ProfileSelection.Of(Profiles, TypedProfile, variables);

    /// <summary>The selected profile if it wants a reason for cancelling, else null.</summary>
    /// <exception cref="NotSentException">The configuration cannot be read, or names a profile that does not exist.</exception>
    public Profile? FindProfileThatRequiresReason() => !IsSandbox && SelectProfile().Find() is { RequiresReason: true } profile ? profile : null;

    /// <summary>What is known about an account at a service, from one source; null when nothing is.</summary>
    /// <exception cref="NotSentException">A source cannot be used.</exception>
    public Task<ServiceSettings?> GetSettingsAsync(IServiceModule service, CancellationToken cancellationToken) =>
        GetSettingsAsync(service, TypedProfile, cancellationToken);

    /// <inheritdoc cref="GetSettingsAsync(IServiceModule, CancellationToken)"/>
    /// <param name="service">The service.</param>
    /// <param name="profile">The profile that is meant; null for the usual search.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    private async Task<ServiceSettings?> GetSettingsAsync(IServiceModule service, string? profile, CancellationToken cancellationToken)
    {
        if (!IsSandbox)
        {
            return SettingsResolution.Find(service, Profiles, profile, variables) is { } found
                ? await SecretSupply.CompleteAsync(found, variables, timeProvider, cancellationToken)
                : null;
        }

        if (_sandbox is null)
        {
            _sandbox = await SandboxServer.StartAsync(variables.Folders, cancellationToken);
            reporter.Notice("sandbox: no real service is asked");
            reporter.Detail($"a reference server in this process answers; its state is kept in {_sandbox.StateFile}");
        }

        return _sandbox.Variables.Settings(service.Definition, SettingsSource.Sandbox);
    }

    /// <summary>Makes a service's own client, with the account that was found.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancels the search for the account.</param>
    /// <exception cref="NotSentException">The account is missing, incomplete or malformed.</exception>
    public async Task<TClient> OpenAsync<TClient, TOptions>(
        ServiceModule<TClient, TOptions> service, CancellationToken cancellationToken)
        where TClient : IDisposable
        where TOptions : ControlClientOptions
    {
        var settings = await GetSettingsAsync(service, cancellationToken) ?? throw NoCredentials(service, service.Remedy);
        var (clientOptions, account) = service.Prepare(settings);
        Guard(account);
        Use(account);
        WarnOfOverruling(account);
        return service.Create(settings, clientOptions, new ClientSetup(reporter, TokenStore, AddHandlers: () => new RateLimitHandler(RateLimit, timeProvider)));
    }

    /// <summary>Makes a service's client for what was planned with an account.</summary>
    /// <param name="service">The service.</param>
    /// <param name="profile">The profile that the account is of; null for the usual search, which --profile goes before.</param>
    /// <param name="cancellationToken">Cancels the search for the account.</param>
    /// <exception cref="NotSentException">The account is missing, incomplete or malformed, or may not be used for this.</exception>
    public async Task<IServiceClient> OpenAsync(IServiceModule service, string? profile, CancellationToken cancellationToken)
    {
        var settings = await GetSettingsAsync(service, TypedProfile ?? profile, cancellationToken) ?? throw NoCredentials(service, service.Remedy);
        var client = service.Open(settings, new ClientSetup(reporter, TokenStore, AddHandlers: () => new RateLimitHandler(RateLimit, timeProvider)));
        try
        {
            Guard(client.Account);
            Use(client.Account);
            WarnOfOverruling(client.Account);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Makes a client for questions about an account.</summary>
    /// <param name="service">The service.</param>
    /// <param name="settings">The account.</param>
    /// <param name="tokens">Keeps access tokens; null to prove the credential itself.</param>
    /// <param name="configure">Changes the options before the client is made.</param>
    /// <exception cref="NotSentException">The account is incomplete or malformed.</exception>
    public IServiceClient Open(IServiceModule service, ServiceSettings settings, ITokenStore? tokens, Action<ControlClientOptions>? configure = null) =>
        service.Open(settings, new ClientSetup(reporter, tokens, Configure: configure));

    /// <summary>The complaint that no source says anything about an account.</summary>
    /// <param name="service">The service.</param>
    /// <param name="remedy">What to do, as the rest of "…, or".</param>
    public NotSentException NoCredentials(IServiceModule service, string remedy)
    {
        var profile = TypedProfile ?? variables[VariableNames.Profile];
        var where = profile is null ? string.Empty : $" in profile {profile}";
        var option = profile is null ? string.Empty : $" --profile {profile}";
        return new NotSentException(
            ExitCode.Credentials,
            $"No credentials for {service.Definition.DisplayName}{where}: run 'ectl auth login {service.Definition.Name}{option}', or {remedy}. "
            + "Nothing was sent. To try ectl without an account, add --sandbox.");
    }

    /// <summary>
    /// Notes as whom the service is asked. Says so when asked to be verbose, and whenever the command changes something: nobody sees variables
    /// and files while typing.
    /// </summary>
    public void Use(ServiceAccount account)
    {
        Accounts = [.. Accounts, account];
        var profile = account.Source.Profile is { } name ? $", profile {name}" : string.Empty;
        var owner = account.Holder is { } holder ? $"{holder}, " : string.Empty;
        Where = IsSandbox ? $"the sandbox, at {account.Server}" : $"{account.Service.DisplayName}, {owner}at {account.Server}{profile}";
        if (IsSandbox)
        {
            reporter.Detail($"credential: the sandbox's own; server: {account.Server}");
            return;
        }

        if (options.IsChange)
        {
            reporter.Announce(Where, ProtectedProfile is null ? Tone.Plain : Tone.Bad);
            reporter.Notice($"the credential comes from {account.Credential}");
        }

        reporter.Detail($"credential: {account.Credential}; server: {account.Server?.ToString() ?? "unknown"}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            // The report is out; a server that does not want to stop must not hold up the exit.
            await Task.WhenAny(_sandbox.DisposeAsync().AsTask(), Task.Delay(TimeSpan.FromSeconds(1), timeProvider));
        }
    }

    /// <exception cref="NotSentException">The account's profile is there for looking only.</exception>
    private void Guard(ServiceAccount account)
    {
        if (!options.IsChange || account.Source.Profile is not { } name || Profiles.Read().Find(name) is not { } profile)
        {
            return;
        }

        if (profile.IsReadOnly && !options.IsDryRun)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Profile {name} is read-only: nothing is changed with it. Nothing was sent. "
                + $"Use another with --profile, or allow it: ectl profile set {name} {Profile.ReadOnlyKey} false");
        }

        if (profile.IsProtected && ProtectedProfile is { } other && other != name)
        {
            throw new NotSentException(
                ExitCode.NotSent,
                $"Profiles {other} and {name} are both protected, and only one can be confirmed at a time: do what concerns each by itself. Nothing was sent.");
        }

        ProtectedProfile = profile.IsProtected ? name : ProtectedProfile;
    }

    private void WarnOfOverruling(ServiceAccount account)
    {
        if (!options.IsChange || account.Source.Origin != SettingsOrigin.Environment || FindProfileInUse() is not { Name: { } name } selection
            || SettingsResolution.Overruling(account.Service, selection, variables) is not { Count: > 0 } overruling)
        {
            return;
        }

        reporter.Warn(
            $"profile {name} is in use, but {string.Join(", ", overruling)} in the environment {(overruling.Count > 1 ? "go" : "goes")} before it: "
            + $"--profile {name} would use it.");
    }

    /// <summary>Which profile is in use; null where the configuration, of which nothing is needed, cannot be read.</summary>
    private ProfileSelection? FindProfileInUse()
    {
        try
        {
            return SelectProfile();
        }
        catch (NotSentException)
        {
            return null;
        }
    }
}

/// <summary>What a command line says about accounts.</summary>
/// <param name="IsSandbox">Whether the sandbox is to be asked in place of the real services.</param>
/// <param name="Profile">The profile that --profile names, or null.</param>
/// <param name="KeepsTokens">Whether access tokens may be kept between runs.</param>
/// <param name="IsChange">Whether the command changes something at a service.</param>
/// <param name="IsDryRun">Whether it only shows what it would change.</param>
internal sealed record SessionOptions(bool IsSandbox, string? Profile, bool KeepsTokens, bool IsChange, bool IsDryRun);
