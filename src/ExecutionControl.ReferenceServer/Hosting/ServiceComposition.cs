using ExecutionControl.Reference.Codegen;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Credentials;
using ExecutionControl.Reference.Kubiya;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tokens;

namespace ExecutionControl.Reference.Hosting;

/// <summary>Puts the services together: every operation with what it works on.</summary>
internal static class ServiceComposition
{
    public static OperationTable Build(
        TenantDirectory tenants, CredentialSet credentials, RateLimiter limiter, TokenParts tokens, TimeProvider clock, ReferenceServerOptions options)
    {
        var database = tenants.First.Database;
        var token = new TokenSurface(tenants.First);
        var conductorOne = new ConductorOneSurface(tenants, clock);
        var codegen = new CodegenSurface(credentials.CodegenToken, limiter, tenants.First);
        var kubiya = new KubiyaSurface(credentials.KubiyaKey, tenants.First);
        var access = new OrganizationAccess(CredentialSet.OrganizationId);
        Operation[] operations =
        [
            .. new TokenOperations(database, new AssertionVerifier(clock), tokens, options.Breaches.Contains(ContractBreach.AssertionReplay), clock).All(token),
            .. new AutomationOperations().All(conductorOne),
            new UpdateOperation(clock).Of(conductorOne),
            .. new CircuitBreakerOperations(clock, options.ResolveAnswer).All(conductorOne),
            .. new ExecutionOperations(clock, options.TerminateDelay).All(conductorOne),
            .. new AgentRunOperations(database, access, clock).All(codegen),
            .. new BanOperations(database, access).All(codegen),
            .. new AccountOperations(CredentialSet.OrganizationId).All(codegen),
            .. new ReadOperations(database).All(kubiya),
            .. new ControlOperations(database, clock).All(kubiya),
            new TerminateOperation(database, clock).Of(kubiya),
        ];

        // ConductorOne last: it owns whatever nobody else does.
        return new OperationTable(operations, [token, codegen, kubiya, conductorOne]);
    }
}
