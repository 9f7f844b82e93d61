using System.Collections.Concurrent;
using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>A server with a Prism for each specification in front of it.</summary>
internal sealed class PrismStage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly IReadOnlyList<PrismProxy> _proxies;

    private PrismStage(ReferenceServer server, IReadOnlyList<PrismProxy> proxies)
    {
        Server = server;
        _proxies = proxies;

        // Prism knows no token endpoint: the tokens are static ones.
        Target = CheckTarget.Of(server) with
        {
            ConductorOne = proxies[0].Address,
            Codegen = proxies[1].Address,
            Kubiya = proxies[2].Address,
            Observer = () => new ViolationHandler(_violations),
        };
    }

    public ReferenceServer Server { get; }

    /// <summary>The services as clients reach them through Prism.</summary>
    public CheckTarget Target { get; }

    /// <summary>What Prism has told the clients.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    public static async Task<PrismStage> StartAsync(ResolveAnswer answer, params IEnumerable<ContractViolation> violations)
    {
        var server = await ContractSuite.StartAsync(answer, violations, CancellationToken.None);
        var starts = Specifications.All.Select(specification => PrismProxy.StartAsync(specification, server.Url)).ToList();
        try
        {
            return new PrismStage(server, await Task.WhenAll(starts));
        }
        catch
        {
            // One that did not start leaves the others running.
            starts.Where(start => start.IsCompletedSuccessfully).ToList().ForEach(start => start.Result.Dispose());
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What Prism has logged of faults.</summary>
    public async Task<IReadOnlyList<string>> ComplaintsAsync() => [.. (await Task.WhenAll(_proxies.Select(proxy => proxy.ComplaintsAsync()))).SelectMany(found => found)];

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            proxy.Dispose();
        }

        await Server.DisposeAsync();
    }
}
