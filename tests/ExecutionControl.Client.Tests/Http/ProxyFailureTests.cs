using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.ChildProcess;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>A proxy that fails is named, without the password that stands in its address; one that says no is not asked again.</summary>
public sealed class ProxyFailureTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private const string Password = "S3cretPw!";

    [Theory]
    [InlineData(407, 1)]
    [InlineData(403, 1)]
    [InlineData(404, 1)]
    [InlineData(429, 2)]
    [InlineData(503, 2)]
    public async Task PauseExecutionAsync_ProxyMakesNoTunnel_IsNotAppliedAndAskedAgainOnlyWhereThatMayHelp(int status, int attempts)
    {
        await using var proxy = new ScriptedServer(Reply.Text(status, "text/plain", string.Empty));

        var output = await CallAsync(proxy.Url);

        // ConductorOne's call goes to the token endpoint first, and through the same proxy.
        Assert.Equal(2 * attempts, proxy.Requests.Count(request => request.Method == "CONNECT"));
        AssertTells(output, proxy.Url, string.Create(CultureInfo.InvariantCulture, $"HTTP {status}"));
    }

    [Fact]
    public async Task PauseExecutionAsync_ProxyCannotBeReached_IsNotApplied()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var proxy = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();

        AssertTells(await CallAsync(proxy), proxy, "could not be reached");
    }

    [Fact]
    public async Task PauseExecutionAsync_ProxyTalksNonsense_IsNotApplied()
    {
        await using var proxy = new ScriptedServer(Reply.Raw("nonsense\r\n\r\n"));

        Assert.DoesNotContain(Password, await CallAsync(proxy.Url), StringComparison.Ordinal);
    }

    /// <summary>Calls two services and writes all that the failures say.</summary>
    internal static async Task<string> CallAllAsync()
    {
        using var kubiya = new KubiyaClient(new KubiyaClientOptions { ServerUrl = new Uri("https://cp.example.test"), ApiKey = "kubiya-test-key", Retry = { MaxAttempts = 2, BaseDelay = TimeSpan.FromMilliseconds(1) } });
        using var conductorOne = new ConductorOneClient(new ConductorOneClientOptions
        {
            ClientId = "clever-fox-1234@acme.example.test/spc",
            ClientSecret = ClientSecretText.Valid,
            Retry = { MaxAttempts = 2, BaseDelay = TimeSpan.FromMilliseconds(1) },
        });
        Exception?[] failures = [await Record.ExceptionAsync(() => kubiya.PauseExecutionAsync(Execution)), await Record.ExceptionAsync(() => conductorOne.TerminateAutomationExecutionAsync("839265"))];
        return string.Join('\n', failures.Select(failure => $"{failure!.GetType().Name} | {failure.Message} | {failure.ToString().ReplaceLineEndings(" ")}"));
    }

    private static Task<string> CallAsync(Uri proxy) => ChildProgram.RunAsync(
        new Dictionary<string, string>
        {
            ["HTTPS_PROXY"] = $"http://corpuser:{Password}@{proxy.Authority}",
            ["https_proxy"] = $"http://corpuser:{Password}@{proxy.Authority}",
            ["NO_PROXY"] = "",
            ["no_proxy"] = "",
        },
        ChildProgram.ProxiedCalls);

    private static void AssertTells(string output, Uri proxy, string what)
    {
        Assert.DoesNotContain(Password, output, StringComparison.Ordinal);
        Assert.DoesNotContain("corpuser", output, StringComparison.Ordinal);
        var lines = output.Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        foreach (var parts in lines.Select(line => line.Split(" | ")))
        {
            Assert.Equal(nameof(ControlCallNotAppliedException), parts[0]);
            Assert.Contains($"the proxy {proxy.Authority} ", parts[1], StringComparison.Ordinal);
            Assert.Contains(what, parts[1], StringComparison.Ordinal);
            Assert.Single(parts[1].Split(proxy.Authority), part => part.EndsWith("the proxy ", StringComparison.Ordinal));
        }
    }
}
