using System.Globalization;
using ExecutionControl.Client.Tests.Allocation;
using ExecutionControl.Client.Tests.Http;
using ExecutionControl.Client.Tests.Resilience;

namespace ExecutionControl.Client.Tests.ChildProcess;

/// <summary>What the test assembly does when it is run as a program: what needs an environment that a test runner's process has not.</summary>
internal static class ChildProgram
{
    public const string RetryAfter = "retry-after";
    public const string LoopbackCalls = "loopback-calls";
    public const string ProxiedCalls = "proxied-calls";
    public const string CallAllocation = "call-allocation";
    public const string TokenAllocation = "token-allocation";

    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [RetryAfter]:
                var passed = await RetryAfterTests.RunAllAsync();
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.Local.BaseUtcOffset} {passed}"));
                return 0;
            case [LoopbackCalls, var server]:
                await Console.Out.WriteLineAsync(await LoopbackProxyTests.CallAllAsync(new Uri(server)));
                return 0;
            case [ProxiedCalls]:
                await Console.Out.WriteLineAsync(await ProxyFailureTests.CallAllAsync());
                return 0;
            case [CallAllocation]:
                await Console.Out.WriteLineAsync(AllocationTests.OfCall().ToString(CultureInfo.InvariantCulture));
                return 0;
            case [TokenAllocation]:
                await Console.Out.WriteLineAsync((await AllocationTests.OfTokenAsync()).ToString(CultureInfo.InvariantCulture));
                return 0;
            default:
                await Console.Error.WriteLineAsync("These are tests: run them with dotnet test.");
                return 2;
        }
    }

    /// <summary>Runs this assembly in a process of its own.</summary>
    public static Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Packaging.DotnetProcess.RunAsync(AppContext.BaseDirectory, "dotnet", ["exec", typeof(ChildProgram).Assembly.Location, .. arguments], environment);
}
