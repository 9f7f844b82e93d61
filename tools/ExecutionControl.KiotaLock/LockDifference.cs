namespace ExecutionControl.KiotaLock;

/// <summary>One way in which the repository differs from its lock file.</summary>
/// <param name="Kind">What kind of difference it is.</param>
/// <param name="Path">What differs: a path, relative to the repository's root.</param>
/// <param name="Message">What was found, and what was expected.</param>
internal sealed record LockDifference(LockDifferenceKind Kind, string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
