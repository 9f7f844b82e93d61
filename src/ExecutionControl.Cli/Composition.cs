using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Cli.Services.Kubiya;

namespace ExecutionControl.Cli;

/// <summary>What ectl is made of: a further service is a further line here.</summary>
internal static class Composition
{
    /// <summary>The services, in the order in which they are shown.</summary>
    public static ServiceModules Services { get; } = new(new ConductorOneService(), new CodegenService(), new KubiyaService());
}
