using System.Globalization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Services;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Accounts;

/// <summary>A client of any of the services, for questions that are about the account and not about executions.</summary>
internal sealed class AccountSession : IDisposable
{
    private readonly IDisposable _client;
    private readonly Func<CancellationToken, Task> _ask;
    private readonly Func<CancellationToken, Task<AccessToken>> _getToken;
    private readonly Func<AccessToken, IEnumerable<(ServiceSetting Setting, string Value)>> _lend;

    private AccountSession(
        ServiceAccount account,
        IDisposable client,
        Func<CancellationToken, Task> ask,
        Func<CancellationToken, Task<AccessToken>> getToken,
        Func<AccessToken, IEnumerable<(ServiceSetting Setting, string Value)>> lend)
    {
        _lend = lend;
        Account = account;
        _client = client;
        _ask = ask;
        _getToken = getToken;
    }

    public ServiceAccount Account { get; }

    /// <exception cref="NotSentException">The account is incomplete or malformed.</exception>
    public static AccountSession Open(CommandContext context, ServiceSettings settings, ITokenStore? tokens, Action<ControlClientOptions> configure) => settings.Service switch
    {
        ControlService.ConductorOne => ConductorOne(context, settings, tokens, configure),
        ControlService.Codegen => Codegen(context, settings, configure),
        _ => Kubiya(context, settings, configure),
    };

    /// <summary>Asks for the first item of a list.</summary>
    public Task AskAsync(CancellationToken cancellationToken) => _ask(cancellationToken);

    /// <summary>The token that a call carries.</summary>
    public Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken) => _getToken(cancellationToken);

    /// <summary>The account as another program may have it: with the token, and with no secret that outlives it.</summary>
    public IEnumerable<(ServiceSetting Setting, string Value)> Lend(AccessToken token) => _lend(token);

    public void Dispose() => _client.Dispose();

    private static AccountSession ConductorOne(CommandContext context, ServiceSettings settings, ITokenStore? tokens, Action<ControlClientOptions> configure)
    {
        var (options, account) = ConductorOneConnection.Prepare(settings);
        options.TokenStore = tokens;
        configure(options);
        var client = ConductorOneConnection.Open(context, settings, options);
        return new AccountSession(account, client, token => FirstAsync(client.ListAutomationsAsync(token), token), client.GetAccessTokenAsync, token =>
        [
            (ServiceSetting.ConductorOneAccessToken, token.Value), (ServiceSetting.ConductorOneServerUrl, Address(account)),
        ]);
    }

    private static AccountSession Codegen(CommandContext context, ServiceSettings settings, Action<ControlClientOptions> configure)
    {
        var (options, account) = CodegenConnection.Prepare(settings, organization: null);
        configure(options);
        var client = CodegenConnection.Open(context, settings, options);
        return new AccountSession(account, client, token => FirstAsync(client.ListAsync(cancellationToken: token), token), _ => Static(options.ApiToken!), token =>
        [
            (ServiceSetting.CodegenApiToken, token.Value),
            (ServiceSetting.CodegenOrganization, options.OrganizationId.ToString(CultureInfo.InvariantCulture)),
            (ServiceSetting.CodegenServerUrl, Address(account)),
        ]);
    }

    private static AccountSession Kubiya(CommandContext context, ServiceSettings settings, Action<ControlClientOptions> configure)
    {
        var (options, account) = KubiyaConnection.Prepare(settings);
        configure(options);
        var client = KubiyaConnection.Open(context, settings, options);
        return new AccountSession(account, client, token => FirstAsync(client.ListAsync(cancellationToken: token), token), _ => Static(options.ApiKey!), token =>
        [
            (ServiceSetting.KubiyaApiKey, token.Value), (ServiceSetting.KubiyaServerUrl, Address(account)),
        ]);
    }

    // Without the slash at the end, which others would double.
    private static string Address(ServiceAccount account) => account.Server!.ToString().TrimEnd('/');

    private static Task<AccessToken> Static(string token) => Task.FromResult(new AccessToken(token));

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> items, CancellationToken cancellationToken)
    {
        await using var enumerator = items.GetAsyncEnumerator(cancellationToken);
        await enumerator.MoveNextAsync();
    }
}
