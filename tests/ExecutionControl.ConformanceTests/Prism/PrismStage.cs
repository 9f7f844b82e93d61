using System.Collections.Concurrent;
using ExecutionControl.ConformanceTests.Coverage;
using ExecutionControl.ConformanceTests.Suite;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>A server with a Prism for each specification that matters in front of it.</summary>
internal sealed class PrismStage : IAsyncDisposable
{
    /// <summary>Where a service without a Prism would be: a check that asks it all the same fails.</summary>
    private static readonly Uri _nowhere = new("http://127.0.0.1:1/");

    private readonly ConcurrentQueue<string> _violations = new();
    private readonly IReadOnlyList<PrismProxy> _proxies;

    private PrismStage(ReferenceServer server, IReadOnlyDictionary<string, PrismProxy> proxies)
    {
        Server = server;
        _proxies = [.. proxies.Values];

        // Prism knows no token endpoint: the tokens are static ones.
        Target = CheckTarget.Of(server) with
        {
            ConductorOne = AddressOf(Specifications.ConductorOne),
            Codegen = AddressOf(Specifications.Codegen),
            Kubiya = AddressOf(Specifications.Kubiya),
            Observer = () => new ViolationHandler(_violations),
        };

        Uri AddressOf(string specification) => proxies.TryGetValue(specification, out var proxy) ? proxy.Address : _nowhere;
    }

    public ReferenceServer Server { get; }

    /// <summary>The services as clients reach them through Prism.</summary>
    public CheckTarget Target { get; }

    /// <summary>What Prism has told the clients.</summary>
    public IReadOnlyList<string> Violations => [.. _violations];

    /// <param name="answer">How the server answers <c>resolve_paused</c>.</param>
    /// <param name="specifications">Those that something is asked of: each takes seconds to start.</param>
    /// <param name="violations">What the server does wrong.</param>
    public static async Task<PrismStage> StartAsync(
        ResolveAnswer answer, IReadOnlyList<string> specifications, params IEnumerable<ContractViolation> violations)
    {
        var server = await ContractSuite.StartAsync(answer, violations, CancellationToken.None);
        var starts = specifications.Select(specification => PrismProxy.StartAsync(specification, server.Url)).ToList();
        try
        {
            return new PrismStage(server, specifications.Zip(await Task.WhenAll(starts)).ToDictionary(one => one.First, one => one.Second, StringComparer.Ordinal));
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
