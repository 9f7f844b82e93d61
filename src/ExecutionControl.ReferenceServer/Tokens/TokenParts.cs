namespace ExecutionControl.Reference.Tokens;

/// <summary>What decides over access tokens.</summary>
/// <param name="Clients">Who may have them.</param>
/// <param name="Workloads">Whose OIDC tokens are exchanged for them.</param>
/// <param name="Life">How long they live.</param>
internal sealed record TokenParts(ClientRegistry Clients, WorkloadIssuer Workloads, TokenLife Life);
