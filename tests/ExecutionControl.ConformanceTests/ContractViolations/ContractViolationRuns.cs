using System.Collections.Concurrent;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.ContractViolations;

/// <summary>Runs the whole suite against one broken server after another, as many at once as there are processors.</summary>
public sealed class ContractViolationRuns : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<CheckRun>> _runs = new(StringComparer.Ordinal);

    public Task InitializeAsync() => Parallel.ForEachAsync(ContractViolationName.All, async (name, cancellationToken) =>
        _runs[name] = await ContractSuite.RunAsync(ContractSuite.All, [ContractViolationName.Parse(name)!.Value], cancellationToken));

    public Task DisposeAsync() => Task.CompletedTask;

    internal IReadOnlyList<CheckRun> Of(string violation) => _runs[violation];
}
