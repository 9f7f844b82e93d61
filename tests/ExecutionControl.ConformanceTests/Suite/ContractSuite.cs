using ExecutionControl.ConformanceTests.Codegen;
using ExecutionControl.ConformanceTests.ConductorOne;
using ExecutionControl.ConformanceTests.Kubiya;
using ExecutionControl.ConformanceTests.Tokens;
using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>All checks.</summary>
internal static class ContractSuite
{
    public static IReadOnlyList<ContractCheck> ConductorOne { get; } = Of(typeof(ResolvePausedChecks).Namespace!);

    public static IReadOnlyList<ContractCheck> Tokens { get; } = Of(typeof(AssertionChecks).Namespace!);

    public static IReadOnlyList<ContractCheck> Codegen { get; } = Of(typeof(ResumeChecks).Namespace!);

    public static IReadOnlyList<ContractCheck> Kubiya { get; } = Of(typeof(CommandChecks).Namespace!);

    public static IReadOnlyList<ContractCheck> All { get; } = [.. ConductorOne, .. Tokens, .. Codegen, .. Kubiya];

    /// <summary>The checks of a folder: whatever class there has some in <c>All</c>.</summary>
    private static IReadOnlyList<ContractCheck> Of(string folder) =>
    [
        .. typeof(ContractSuite).Assembly.GetTypes()
            .Where(type => type.Namespace == folder && type.Name.EndsWith("Checks", StringComparison.Ordinal))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .SelectMany(type => (IEnumerable<ContractCheck>)type.GetProperty("All")!.GetValue(null)!),
    ];

    public static ContractCheck Named(string name) => All.Single(check => string.Equals(check.Name, name, StringComparison.Ordinal));

    /// <summary>Runs checks, one after another on each of the servers that they need; some wait long for what a broken one never does.</summary>
    /// <param name="checks">The checks.</param>
    /// <param name="violations">The ways in which the servers break the contract.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<CheckRun>> RunAsync(IEnumerable<ContractCheck> checks, IEnumerable<ContractViolation> violations, CancellationToken cancellationToken)
    {
        var runs = await Task.WhenAll(checks.GroupBy(check => check.ResolveAnswer).Select(async group =>
        {
            var ofServer = new List<CheckRun>();
            await using var server = await StartAsync(group.Key, violations, cancellationToken);
            foreach (var check in group)
            {
                ofServer.Add(await CheckRun.OfAsync(check, CheckTarget.Of(server)));
            }

            return ofServer;
        }));
        return [.. runs.SelectMany(static ofServer => ofServer)];
    }

    /// <summary>Starts a server for checks that need one of the answers of <c>resolve_paused</c>.</summary>
    public static Task<ReferenceServer> StartAsync(ResolveAnswer answer, IEnumerable<ContractViolation> violations, CancellationToken cancellationToken) =>
        // Every check seeds the server itself.
        ReferenceServer.StartAsync(new() { ResolveAnswer = answer, SeedPaused = 0, ContractViolations = violations.ToHashSet() }, cancellationToken);
}
