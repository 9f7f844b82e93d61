namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>What opens the ConductorOne part of the server: the client credentials, or a token that is already minted.</summary>
internal sealed record ReadyConductorOne(string ClientId, string ClientSecret, string AccessToken);
