namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>What opens the Codegen part of the server.</summary>
internal sealed record ReadyCodegen(string OrganizationId, string ApiToken);
