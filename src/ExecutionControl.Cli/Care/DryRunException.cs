using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Care;

/// <summary>A dry run has come to the request that it would send.</summary>
internal sealed class DryRunException(PlannedRequest request) : Exception("This is a dry run.")
{
    public PlannedRequest Request { get; } = request;
}
