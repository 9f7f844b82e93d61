namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>What happened at the service.</summary>
internal enum Change
{
    Gone,
    Changed,
    New,
}
