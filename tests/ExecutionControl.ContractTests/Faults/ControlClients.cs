using ExecutionControl.Client;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>
/// The three clients as they are by default, on a clock that nobody waits for. Only their time limits are other ones: all
/// just long enough that the clock takes them for limits rather than for waits, and a deadline that four slow attempts do not reach.
/// </summary>
internal sealed class ControlClients(Uri server, TurnedClock clock, TokenKind tokens) : IDisposable
{
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan TokenTimeout = AttemptTimeout * 0.9;
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly Lazy<ConductorOneClient> _conductorOne = new(() => TestClients.ConductorOne(server, clock, options =>
    {
        Limit(options, tokens);
        options.ResolvePaused.AttemptTimeout = AttemptTimeout;
        options.ResolvePaused.Deadline = Deadline;
        options.AccessToken = tokens == TokenKind.Static ? options.AccessToken : null;
        if (tokens == TokenKind.ClientCredentials)
        {
            options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
            options.ClientSecret = ClientSecretText.Valid;
        }
    }));

    private readonly Lazy<CodegenClient> _codegen = new(() => TestClients.Codegen(server, clock, options =>
    {
        Limit(options, tokens);
        options.ApiToken = tokens == TokenKind.Static ? options.ApiToken : null;
    }));

    private readonly Lazy<KubiyaClient> _kubiya = new(() => TestClients.Kubiya(server, clock, options =>
    {
        Limit(options, tokens);
        options.ApiKey = tokens == TokenKind.Static ? options.ApiKey : null;
    }));

    public ConductorOneClient ConductorOne => _conductorOne.Value;

    public CodegenClient Codegen => _codegen.Value;

    public KubiyaClient Kubiya => _kubiya.Value;

    /// <summary>A clock that takes everything shorter than a token request's time limit for a wait.</summary>
    public static TurnedClock Clock(Action? waitBegins = null) => new(timeLimitFrom: TokenTimeout) { WaitBegins = waitBegins };

    public void Dispose()
    {
        Dispose(_conductorOne);
        Dispose(_codegen);
        Dispose(_kubiya);
    }

    private static void Dispose<T>(Lazy<T> client)
        where T : IDisposable
    {
        if (client.IsValueCreated)
        {
            client.Value.Dispose();
        }
    }

    private static void Limit(ControlClientOptions options, TokenKind tokens)
    {
        options.Retry.AttemptTimeout = AttemptTimeout;
        options.Retry.ObservationTimeout = AttemptTimeout;
        options.Retry.Deadline = Deadline;
        options.TokenSource = tokens == TokenKind.Renewing ? new RenewingTokens() : null;
    }
}
