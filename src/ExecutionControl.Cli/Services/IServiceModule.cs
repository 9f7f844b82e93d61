using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Client;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Services;

/// <summary>Everything that ectl needs of one service beside its operations. A further service is one more of these.</summary>
internal interface IServiceModule
{
    /// <summary>What it is called, and what can be said about an account at it.</summary>
    ServiceDefinition Definition { get; }

    /// <summary>What each of its environment variables is for, as the help prints it.</summary>
    IReadOnlyList<VariableHelp> Variables { get; }

    /// <summary>Which variables make an account, as the rest of "…, or".</summary>
    string Remedy { get; }

    /// <summary>The file of the service's own tool; null where it has none.</summary>
    ToolFile? ToolFile { get; }

    /// <summary>What <c>ectl auth login</c> asks for.</summary>
    ServiceLogin Login { get; }

    /// <summary>Whether access tokens are minted from its credentials, so that some may be kept between runs.</summary>
    bool MintsTokens { get; }

    /// <summary>What its commands act on, by the name of their group, such as <c>executions</c>.</summary>
    IReadOnlyList<string> TargetKinds { get; }

    /// <summary>Whom an account asks, of whose secret nothing need be known; null where the settings do not say.</summary>
    ServiceAccount? Describe(ServiceSettings settings);

    /// <summary>The same for another organization or tenant than the settings say, where an account can have several.</summary>
    /// <param name="holder">The organization or tenant, as an account's <see cref="ServiceAccount.Holder"/> has it.</param>
    IServiceModule HeldBy(string holder);

    /// <summary>Makes a client for questions that are about the account, or the same for every service.</summary>
    /// <exception cref="ExitCodes.NotSentException">The account is incomplete or malformed.</exception>
    IServiceClient Open(ServiceSettings settings, ClientSetup setup);
}

/// <summary>A client of one service, as far as every service has the same.</summary>
internal interface IServiceClient : IDisposable
{
    /// <summary>As whom it asks.</summary>
    ServiceAccount Account { get; }

    /// <summary>The service's own client.</summary>
    IDisposable Client { get; }

    /// <summary>Asks for the first item of a list, which changes nothing, to see whether the service accepts the credential.</summary>
    Task AskAsync(CancellationToken cancellationToken);

    /// <summary>The token that a call carries.</summary>
    Task<AccessToken> GetTokenAsync(CancellationToken cancellationToken);

    /// <summary>The account as another program may have it: with the token, and with no secret that outlives it.</summary>
    IEnumerable<(ServiceSetting Setting, string Value)> Lend(AccessToken token);

    /// <summary>Looks at what is tripped, paused and running, by searches that end after a bounded number of pages.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="warn">Is told why something could not be counted.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <exception cref="ControlCallException">The service could not be looked at.</exception>
    Task<ServiceStatus> LookAsync(TimeProvider clock, Action<string> warn, CancellationToken cancellationToken);

    /// <summary>Finds what a freeze stops, in the order in which it is to be stopped, and what runs on because nothing pauses it.</summary>
    /// <param name="scope">What is meant.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    IAsyncEnumerable<FreezeFinding> FindToFreezeAsync(FreezeScope scope, CancellationToken cancellationToken);

    /// <summary>The ids that could be meant; newest or most likely first.</summary>
    /// <param name="kind">One of the service's kinds of targets.</param>
    /// <param name="operation">What is to be done: ids that it could not act on are left out. Null to look only.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    IAsyncEnumerable<string> ListIdsAsync(string kind, ControlOperation? operation, CancellationToken cancellationToken);
}

/// <summary>Some variables of a service in the help.</summary>
/// <param name="Names">The variables, as they are printed.</param>
/// <param name="Meaning">What they are for.</param>
internal sealed record VariableHelp(string Names, string Meaning);

/// <summary>What a run gives every client that it makes.</summary>
/// <param name="Reporter">Is told what the client does.</param>
/// <param name="Tokens">Keeps access tokens; null when they are not to be kept.</param>
/// <param name="Configure">Changes the options before the client is made.</param>
/// <param name="AddHandlers">Adds handlers to the client's pipeline; null for none.</param>
internal sealed record ClientSetup(
    Reporter Reporter,
    ITokenStore? Tokens = null,
    Action<ControlClientOptions>? Configure = null,
    Func<DelegatingHandler>? AddHandlers = null);
