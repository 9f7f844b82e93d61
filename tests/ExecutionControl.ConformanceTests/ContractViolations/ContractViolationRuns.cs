using System.Collections.Concurrent;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.ContractViolations;

/// <summary>Runs the whole suite against one broken server after another, several at once, as a check waits more than it computes.</summary>
public sealed class ContractViolationRuns : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<CheckRun>> _runs = new(StringComparer.Ordinal);

    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 4 * Environment.ProcessorCount };

    public Task InitializeAsync() => Parallel.ForEachAsync(ContractViolationName.All, AtOnce, async (name, cancellationToken) =>
        _runs[name] = await ContractSuite.RunAsync(ContractSuite.All, [ContractViolationName.Parse(name)!.Value], cancellationToken));

    public Task DisposeAsync() => Task.CompletedTask;

    internal IReadOnlyList<CheckRun> Of(string violation) => _runs[violation];
}
