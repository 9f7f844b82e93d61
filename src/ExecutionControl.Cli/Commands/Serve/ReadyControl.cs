namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>Where and with which token the server can be looked at and changed.</summary>
internal sealed record ReadyControl(Uri Url, string Token);
