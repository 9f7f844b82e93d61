namespace ExecutionControl.Cli.Commands.Serve;

/// <summary>Where the server answers over https, and the certificate authority that tools need to trust for it.</summary>
internal sealed record ReadyHttps(Uri Url, string AuthorityFile, string ClientId, IReadOnlyDictionary<string, string> Environment);
