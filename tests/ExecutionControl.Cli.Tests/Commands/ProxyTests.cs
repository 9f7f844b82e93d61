using ExecutionControl.Cli.Diagnosis;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>A proxy between ectl and the service: its password is nobody's business, and a variable that .NET passes over is told.</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Password = "S3cretPw!";

    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData("HTTPS_PROXY", "http://corpuser:S3cretPw!@{0}", "table")]
    [InlineData("https_proxy", "http://corpuser:S3cret%50w!@{0}", "json")]
    [InlineData("ALL_PROXY", "corpuser:S3cretPw!@{0}", "json --verbose")]
    [InlineData("all_proxy", "http://corpuser:S3cretPw!@{0}/", "table --debug")]
    public async Task Call_ProxyRejects_NamesItWithoutItsPassword(string variable, string value, string options)
    {
        await using var proxy = new RawServer(_ => RawAnswer.Json(407, "{}", "Proxy-Authenticate: Basic realm=\"x\"\r\n"));

        var result = await EctlProcess.RunAsync(
            _user, ["executions", "pause", "a", "-o", .. options.Split(' ')], Variables(variable, Format(value, proxy)));

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(proxy.Url.Authority, result.Error, StringComparison.Ordinal);
        AssertHidden(result);
    }

    [Fact]
    public async Task Doctor_ProxyRejects_SaysThatItWasTheProxy()
    {
        await using var proxy = new RawServer(_ => RawAnswer.Json(407, "{}"));

        var result = await EctlProcess.RunAsync(_user, ["doctor"], Variables("HTTPS_PROXY", Format("http://corpuser:S3cretPw!@{0}", proxy)));

        Assert.Contains($"the proxy http://{proxy.Url.Authority} did not let the request through (status 407)", result.Output, StringComparison.Ordinal);
        AssertHidden(result);
    }

    [Theory]
    [InlineData("HTTPS_PROXY", " http://corpuser:S3cretPw!@127.0.0.1:1", "HTTPS_PROXY is ignored: it begins with a space")]
    [InlineData("https_proxy", "\"http://corpuser:S3cretPw!@127.0.0.1:1\"", "https_proxy is ignored: it stands in quotes")]
    [InlineData("ALL_PROXY", "ftp://corpuser:S3cretPw!@127.0.0.1:1", "ALL_PROXY is ignored: ftp is no kind of proxy")]
    [InlineData("HTTP_PROXY", "http:/127.0.0.1:1", "HTTP_PROXY is ignored: it is no address")]
    public async Task Doctor_ProxyIsIgnored_SaysSo(string variable, string value, string expected)
    {
        // .NET reads the variable once in a process.
        var result = await EctlProcess.RunAsync(_user, ["doctor"], ServiceVariables.Of((variable, value)));

        Assert.Contains(expected, result.Output + result.Error, StringComparison.Ordinal);
        AssertHidden(result);
    }

    [Theory]
    [InlineData("*", "knows no sign for all hosts")]
    [InlineData("*.example.test", "knows no *")]
    [InlineData("cp.example.test:443", "without its port")]
    [InlineData("10.0.0.0/8", "no host")]
    [InlineData("a.test cp.example.test", "separated by commas")]
    [InlineData("a.test;cp.example.test", "separated by commas")]
    [InlineData("'cp.example.test'", "in quotes")]
    public async Task Doctor_ExceptionIsIgnored_SaysSo(string value, string expected)
    {
        var result = await Ectl.RunAsync(_user, ["doctor"], ServiceVariables.Of(("NO_PROXY", value)));

        Assert.Matches($"warning +proxy +NO_PROXY: '.*' is ignored: .*{expected.Replace("*", "\\*", StringComparison.Ordinal)}", result.Output + result.Error);
    }

    [Theory]
    [InlineData("example.test", false, "that is one host, and none below it")]
    [InlineData(" a.test , .example.test", true, "cp.example.test is asked without a proxy")]
    [InlineData("", false, "cp.example.test is asked through http://127.0.0.1:1")]
    public void Server_ExceptionsAreSet_SaysWhichWayItGoes(string exceptions, bool isBypassed, string expected)
    {
        var variables = ServiceVariables.Of(("HTTPS_PROXY", "http://127.0.0.1:1"), ("NO_PROXY", exceptions));
        var proxy = new System.Net.WebProxy("http://127.0.0.1:1", BypassOnLocal: false, isBypassed ? ["cp[.]example"] : []);

        var finding = Assert.Single(new ProxyDiagnosis(variables.GetValueOrDefault, proxy).Server("kubiya", new Uri("https://cp.example.test")));

        Assert.Contains(expected, finding.Detail, StringComparison.Ordinal);
    }

    private static void AssertHidden(EctlResult result)
    {
        Assert.DoesNotContain(Password, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cret", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("corpuser", result.Output + result.Error, StringComparison.Ordinal);
    }

    private static string Format(string value, RawServer proxy) => value.Replace("{0}", proxy.Url.Authority, StringComparison.Ordinal);

    private static IReadOnlyDictionary<string, string> Variables(string name, string value) =>
        ServiceVariables.Kubiya(new Uri("https://cp.example.test")).With(name, value);
}
