using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>One thing that the services promise, and a way to see whether a server keeps it.</summary>
/// <param name="Name">The promise as a sentence, beginning with the service.</param>
/// <param name="RunAsync">Asks the server, and throws where it breaks the promise.</param>
internal sealed record ContractCheck(string Name, Func<CheckContext, Task> RunAsync)
{
    /// <summary>
    /// Whether the client asks nothing but what the specification describes, and is answered as it describes: then a proxy that knows the
    /// specification may stand between the two.
    /// </summary>
    public bool IsPositivePath { get; init; }

    /// <summary>Which of the two published answers of <c>resolve_paused</c> the server has to give for this check.</summary>
    public ResolveAnswer ResolveAnswer { get; init; }

    public override string ToString() => Name;
}
