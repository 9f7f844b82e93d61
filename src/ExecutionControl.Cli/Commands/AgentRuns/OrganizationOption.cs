using ExecutionControl.Cli.Options;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary><c>--organization</c>: whose agent runs are meant.</summary>
internal static class OrganizationOption
{
    private const string Name = "--organization";

    public static NumberOption Create() => new(Name, "Codegen's number of the organization. Default: CODEGEN_ORG_ID.", "organization");
}
