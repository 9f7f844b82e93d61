using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class ConductorOneClientIdTests
{
    [Theory]
    [InlineData("clever-fox-1234@acme.conductor.one/spc", "clever-fox-1234", "acme.conductor.one", "acme.conductor.one", "spc")]
    [InlineData("fox@acme.c1eu.ai/spc", "fox", "acme.c1eu.ai", "acme.c1eu.ai", "spc")]
    [InlineData("fox@localhost:8443/spc", "fox", "localhost:8443", "localhost", "spc")]
    [InlineData("fox@127.0.0.1:65535/spc", "fox", "127.0.0.1:65535", "127.0.0.1", "spc")]
    [InlineData("fox@[::1]:1/spc", "fox", "[::1]:1", "[::1]", "spc")]
    [InlineData("fox@[::1]/spc", "fox", "[::1]", "[::1]", "spc")]
    [InlineData("fox@Acme.Conductor.One/spc", "fox", "Acme.Conductor.One", "Acme.Conductor.One", "spc")]
    [InlineData("fox@acme_dev.example/spc", "fox", "acme_dev.example", "acme_dev.example", "spc")]
    [InlineData("fox@host/a/b@c", "fox", "host", "host", "a/b@c")]
    [InlineData("a/b:c@host/spc", "a/b:c", "host", "host", "spc")]
    public void Parse_ValidId_GivesItsParts(string text, string name, string host, string hostName, string suffix)
    {
        var clientId = ConductorOneClientId.Parse(text);

        Assert.Equal(name, clientId.Name);
        Assert.Equal(host, clientId.Host);
        Assert.Equal(hostName, clientId.HostName);
        Assert.Equal(suffix, clientId.Suffix);
        Assert.Equal(text, clientId.ToString());
        Assert.True(ConductorOneClientId.TryParse(text, out var second));
        Assert.Equal(text, second.ToString());
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("   ", "white space")]
    [InlineData("fox", "no '@'")]
    [InlineData("host/spc", "no '@'")]
    [InlineData("fox@host", "no '/' after the host")]
    [InlineData("a/b@host", "no '/' after the host")]
    [InlineData("@host/spc", "the name before the '@' is missing")]
    [InlineData("fox@/spc", "the host between '@' and '/' is missing")]
    [InlineData("fox@host/", "the suffix after the '/' is missing")]
    [InlineData("fox@https://host/spc", "without a scheme")]
    [InlineData("fox@HTTP://host/spc", "without a scheme")]
    [InlineData("fox@user@host/spc", "second '@'")]
    [InlineData("fox@user:password@host/spc", "second '@'")]
    [InlineData("fox@host:/spc", "port")]
    [InlineData("fox@host:0/spc", "port")]
    [InlineData("fox@host:65536/spc", "port")]
    [InlineData("fox@host:-1/spc", "port")]
    [InlineData("fox@host:+1/spc", "port")]
    [InlineData("fox@host:80:80/spc", "port")]
    [InlineData("fox@host:a/spc", "port")]
    [InlineData("fox@[::1]x/spc", "neither a DNS name")]
    [InlineData("fox@[::1]:x/spc", "port")]
    [InlineData("fox@::1/spc", "port")]
    [InlineData("fox@[::1/spc", "port")]
    [InlineData("fox@[]/spc", "neither a DNS name")]
    [InlineData("fox@[fe80::1%eth0]/spc", "neither a DNS name")]
    [InlineData("fox@ho st/spc", "white space")]
    [InlineData("fox@host/spc\n", "white space")]
    [InlineData(" fox@host/spc", "white space")]
    [InlineData("fox\r\nX: y@host/spc", "white space")]
    [InlineData("fox\0@host/spc", "control character")]
    [InlineData("fox@ho\u007fst/spc", "control character")]
    [InlineData("fox@host?q/spc", "neither a DNS name")]
    [InlineData("fox@host#f/spc", "neither a DNS name")]
    [InlineData("fox@host\\evil/spc", "neither a DNS name")]
    [InlineData("fox@h%6fst/spc", "neither a DNS name")]
    [InlineData("fox@hôst/spc", "neither a DNS name")]
    [InlineData("fox@127.1/spc", "neither a DNS name")]
    [InlineData("fox@0x7f000001/spc", "neither a DNS name")]
    [InlineData("fox@a..b/spc", "neither a DNS name")]
    [InlineData("fox@./spc", "neither a DNS name")]
    public void Parse_InvalidId_SaysWhatIsWrongWithoutTheValue(string text, string fault)
    {
        var exception = Assert.Throws<FormatException>(() => ConductorOneClientId.Parse(text));

        Assert.StartsWith("The ConductorOne client id is invalid: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
        Assert.False(ConductorOneClientId.TryParse(text, out var clientId));
        Assert.Null(clientId);
    }

    [Fact]
    public void Parse_SecretInPlaceOfId_IsNotRepeated()
    {
        var exception = Assert.Throws<FormatException>(() => ConductorOneClientId.Parse(ClientSecretText.Valid));

        Assert.DoesNotContain("secret-token", exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ClientSecretText.Valid[^20..], exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => ConductorOneClientId.Parse(null!));
        Assert.False(ConductorOneClientId.TryParse(null, out _));
    }
}
