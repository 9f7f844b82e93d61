using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Codegen;

/// <summary>Where Codegen keeps the agents of the organization.</summary>
internal static class CodegenPath
{
    public static string Of(CheckContext context) => $"/v1/organizations/{context.Target.OrganizationId}/agent";
}
