using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Kubiya;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Puts the services together: every operation with what it works on.</summary>
internal static class ServiceComposition
{
    public static OperationTable Build(
        StateDatabase database, CredentialSet credentials, BacklogWorker worker, BulkActionRunner background, RateLimiter limiter, TokenParts tokens, TimeProvider clock,
        ReferenceServerOptions options)
    {
        var token = new TokenSurface();
        var conductorOne = new ConductorOneSurface(database, tokens.Clients, clock);
        var codegen = new CodegenSurface(credentials.CodegenToken, limiter);
        var kubiya = new KubiyaSurface(credentials.KubiyaKey);
        var access = new OrganizationAccess(CredentialSet.OrganizationId);
        Operation[] operations =
        [
            .. new TokenOperations(database, new AssertionVerifier(clock), tokens, options.Breaches.Contains(ContractBreach.AssertionReplay), clock).All(token),
            .. new AutomationOperations(database).All(conductorOne),
            .. new CircuitBreakerOperations(database, worker, background, clock, options.ResolveAnswer).All(conductorOne),
            .. new ExecutionOperations(database, clock, options.TerminateDelay).All(conductorOne),
            .. new AgentRunOperations(database, access, clock).All(codegen),
            .. new BanOperations(database, access).All(codegen),
            .. new ReadOperations(database).All(kubiya),
            .. new ControlOperations(database, clock).All(kubiya),
            new TerminateOperation(database, clock).Of(kubiya),
        ];

        // ConductorOne last: it owns whatever nobody else does.
        return new OperationTable(operations, [token, codegen, kubiya, conductorOne]);
    }
}
