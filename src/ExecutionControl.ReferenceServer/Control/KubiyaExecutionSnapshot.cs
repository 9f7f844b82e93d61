namespace ExecutionControl.Reference;

/// <summary>A Kubiya execution at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Its status, such as <c>paused</c>.</param>
public sealed record KubiyaExecutionSnapshot(string Id, string Status);
