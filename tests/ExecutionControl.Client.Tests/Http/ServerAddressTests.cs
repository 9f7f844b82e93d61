using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://acme.conductor.one", "https://acme.conductor.one/")]
    [InlineData("https://acme.conductor.one/", "https://acme.conductor.one/")]
    [InlineData("https://acme.conductor.one:8443/proxy//", "https://acme.conductor.one:8443/proxy")]
    [InlineData("http://localhost:8080/", "http://localhost:8080/")]
    [InlineData("http://LOCALHOST", "http://localhost/")]
    [InlineData("http://127.0.0.9", "http://127.0.0.9/")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000/")]
    public void Require_TokenMayGoThere_IsTheAddressWithoutItsSlash(string address, string expected) =>
        Assert.Equal(expected, ServerAddress.Require(new Uri(address), "ServerUrl").AbsoluteUri);

    [Theory]
    [InlineData("/api", "ServerUrl must be an absolute https address.")]
    [InlineData("ftp://acme.conductor.one", "ServerUrl must be an absolute https address.")]
    [InlineData("https://user@acme.conductor.one", "ServerUrl must have no user, query or fragment.")]
    [InlineData("https://acme.conductor.one/?a=b", "ServerUrl must have no user, query or fragment.")]
    [InlineData("https://acme.conductor.one/#a", "ServerUrl must have no user, query or fragment.")]
    [InlineData("http://acme.conductor.one/api", "ServerUrl is http://acme.conductor.one: a token is sent over http to loopback addresses only. Use https.")]
    [InlineData("http://localhost.example.test", "ServerUrl is http://localhost.example.test: a token is sent over http to loopback addresses only. Use https.")]
    [InlineData("http://128.0.0.1", "ServerUrl is http://128.0.0.1: a token is sent over http to loopback addresses only. Use https.")]
    public void Require_NoTokenMayGoThere_SaysWhy(string address, string why)
    {
        var exception = Assert.Throws<ArgumentException>(() => ServerAddress.Require(new Uri(address, UriKind.RelativeOrAbsolute), "ServerUrl"));

        Assert.Equal(("ServerUrl", $"{why} (Parameter 'ServerUrl')"), (exception.ParamName, exception.Message));
    }
}
