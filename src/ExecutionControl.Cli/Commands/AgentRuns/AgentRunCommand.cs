using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Services.Codegen;
using ExecutionControl.Client.Codegen;

namespace ExecutionControl.Cli.Commands.AgentRuns;

/// <summary>A command that changes something at Codegen, in the organization that is typed or set.</summary>
internal abstract class AgentRunCommand<TInput> : ControlCommand<CodegenClient, TInput>
    where TInput : class
{
    protected AgentRunCommand(CommandHost host, Operation<CodegenClient, TInput> operation, string description, string targets)
        : this(host, operation, description, targets, OrganizationOption.Create())
    {
    }

    private AgentRunCommand(CommandHost host, Operation<CodegenClient, TInput> operation, string description, string targets, NumberOption organization)
        : base(
            host,
            operation,
            description,
            targets,
            (context, token) => context.OpenAsync(new CodegenService(context.ParseResult.GetValue(organization)), token),
            organization)
    {
    }
}

/// <summary><c>--organization</c>: whose agent runs are meant.</summary>
internal static class OrganizationOption
{
    private const string Name = "--organization";

    public static NumberOption Create() => new(Name, "Codegen's number of the organization. Default: CODEGEN_ORG_ID.", "organization");
}
