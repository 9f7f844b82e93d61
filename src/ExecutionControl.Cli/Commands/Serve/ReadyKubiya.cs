namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>What opens the Kubiya part of the server.</summary>
internal sealed record ReadyKubiya(string ApiKey);
