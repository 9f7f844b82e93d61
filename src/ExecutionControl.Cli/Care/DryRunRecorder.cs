using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Care;

/// <summary>Keeps the request that a dry run would have sent.</summary>
internal sealed class DryRunRecorder
{
    public PlannedRequest? Request { get; set; }

    /// <summary>Begins anew, for the next target.</summary>
    public void Forget() => Request = null;
}
