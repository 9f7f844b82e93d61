using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.ContractTests.Calls;

/// <summary>ConductorOne clients that have to get their tokens from the token endpoint.</summary>
internal static class ClientCredentials
{
    public const string ClientId = "clever-fox-1234@acme.conductor.one/spc";

    /// <summary>A clock that takes the time limit of a token request for a limit, and every wait between attempts for a wait.</summary>
    public static TurnedClock Clock() => new(timeLimitFrom: TimeSpan.FromSeconds(30));

    public static ConductorOneClient Client(Uri server, TurnedClock clock, string? clientSecret = null) =>
        TestClients.ConductorOne(server, clock, options =>
        {
            options.AccessToken = null;
            options.ClientId = ClientId;
            options.ClientSecret = clientSecret ?? ClientSecretText.Valid;
        });
}
