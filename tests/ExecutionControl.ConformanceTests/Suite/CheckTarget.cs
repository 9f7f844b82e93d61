using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>Where a suite finds the services, and what opens them.</summary>
internal sealed record CheckTarget
{
    public required Uri ConductorOne { get; init; }

    public required Uri Codegen { get; init; }

    public required Uri Kubiya { get; init; }

    /// <summary>The server behind the services, for set-up.</summary>
    public required Uri Server { get; init; }

    public required string ControlToken { get; init; }

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    public required string AccessToken { get; init; }

    public required long OrganizationId { get; init; }

    public required string ApiToken { get; init; }

    public required string ApiKey { get; init; }

    /// <summary>Sees every answer that the clients get; null for nobody.</summary>
    public Func<DelegatingHandler>? Observer { get; init; }

    public static CheckTarget Of(ReferenceServer server) => new()
    {
        ConductorOne = server.Url,
        Codegen = server.Url,
        Kubiya = server.Url,
        Server = server.Url,
        ControlToken = server.Credentials.ControlToken!,
        ClientId = server.Credentials.ConductorOne.ClientId,
        ClientSecret = server.Credentials.ConductorOne.ClientSecret,
        AccessToken = server.Credentials.ConductorOne.AccessToken,
        OrganizationId = server.Credentials.Codegen.OrganizationId,
        ApiToken = server.Credentials.Codegen.ApiToken,
        ApiKey = server.Credentials.Kubiya.ApiKey,
    };
}
