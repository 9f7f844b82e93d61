using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>A client with client credentials whose tokens come over the wire, and whose calls are answered in memory.</summary>
internal static class TokenClient
{
    public static ConductorOneClient Create(TokenService tokens, HttpMessageHandler service, TurnedClock clock, Action<ConductorOneClientOptions>? configure = null)
    {
        var options = new ConductorOneClientOptions
        {
            ServerUrl = tokens.Url,
            ClientId = "clever-fox-1234@acme.conductor.one/spc",
            ClientSecret = ClientSecretText.Valid,
            TimeProvider = clock,
            Random = new FixedRandom(1),
        };
        options.Retry.ObservationTimeout = options.Retry.AttemptTimeout;
        configure?.Invoke(options);
        return new ConductorOneClient(
            options,
            new ConnectionHandlers(new SingleSendHandler(service, isBelowOthers: true), WireHandler.Create(transport: null, tokens.Url, options.Retry.ConnectTimeout), IsOwned: true));
    }
}
