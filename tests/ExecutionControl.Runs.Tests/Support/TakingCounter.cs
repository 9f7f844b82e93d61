using System.Reflection;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>A journal in front of another that counts how many targets are taken of its runs.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from it.
internal class TakingCounter : DispatchProxy
#pragma warning restore CA1852, MA0053
{
    private object _inner = null!;
    private int[] _taken = null!;

    public static IRunJournal Of(IRunJournal journal, int[] taken) => Around(journal, taken);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = targetMethod!.Invoke(_inner, args);
        return result switch
        {
            Task<IRunWork> claim => ClaimAsync(claim),
            Task<IReadOnlyList<RunTarget>> targets => CountAsync(targets),
            _ => result,
        };
    }

    private static T Around<T>(T inner, int[] taken)
        where T : class
    {
        var counter = Create<T, TakingCounter>();
        ((TakingCounter)(object)counter)._inner = inner;
        ((TakingCounter)(object)counter)._taken = taken;
        return counter;
    }

    private async Task<IRunWork> ClaimAsync(Task<IRunWork> claim) => Around(await claim, _taken);

    private async Task<IReadOnlyList<RunTarget>> CountAsync(Task<IReadOnlyList<RunTarget>> targets)
    {
        var taken = await targets;
        _taken[0] += taken.Count;
        return taken;
    }
}
