using System.Collections.Concurrent;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Breaches;

/// <summary>Runs the whole suite against one broken server after another, as many at once as there are processors.</summary>
public sealed class BreachRuns : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<CheckRun>> _runs = new(StringComparer.Ordinal);

    public Task InitializeAsync() => Parallel.ForEachAsync(ContractBreachName.All, async (name, cancellationToken) =>
        _runs[name] = await ContractSuite.RunAsync(ContractSuite.All, [ContractBreachName.Parse(name)!.Value], cancellationToken));

    public Task DisposeAsync() => Task.CompletedTask;

    internal IReadOnlyList<CheckRun> Of(string breach) => _runs[breach];
}
