using ExecutionControl.Cli.Operations;

namespace ExecutionControl.Cli.Invocation;

/// <summary>The targets that a command is to act on, each once.</summary>
/// <param name="Ids">Their ids, in the order in which they were named.</param>
/// <param name="IsSingle">Whether one was named and no other could have been: then the answer is about it alone.</param>
internal sealed record TargetSelection(IReadOnlyList<string> Ids, bool IsSingle)
{
    public static TargetSelection Of(string id) => new([id], IsSingle: true);

    /// <summary>The targets, without those that were named before.</summary>
    public static TargetSelection Of(IEnumerable<string> typed, TargetIds ids) => new([.. typed.DistinctBy(ids.Canonical, StringComparer.Ordinal)], IsSingle: false);
}
