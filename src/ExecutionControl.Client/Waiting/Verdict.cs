namespace ExecutionControl.Client.Waiting;

/// <summary>What one look says about the wanted state.</summary>
internal enum Verdict
{
    KeepLooking,
    Verified,
    Contradicted,
}
