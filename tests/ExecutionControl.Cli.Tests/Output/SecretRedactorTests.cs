using System.Text;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Tests.Output;

/// <summary>A secret is taken out of a text in whatever form it stands there.</summary>
public sealed class SecretRedactorTests
{
    private const string Secret = "S3cret/Pw!+ü\"x";

    public static TheoryData<string> Forms => new()
    {
        Secret,
        Uri.EscapeDataString(Secret),
        Uri.EscapeDataString(Secret).ToLowerInvariant().Replace("s3cret", "S3cret", StringComparison.Ordinal).Replace("pw", "Pw", StringComparison.Ordinal),
        Uri.EscapeDataString(Uri.EscapeDataString(Secret)),
        string.Concat(Encoding.UTF8.GetBytes(Secret).Select(value => $"%{value:X2}")),
        Secret.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal),
        string.Concat(Secret.Select(character => $"\\u{(int)character:x4}")),
        Base64(Secret),
        Base64("a" + Secret + "bc"),
        Base64("corpuser:" + Secret),
        Base64("us:" + Secret + ":more"),
        Base64(Secret).Replace('+', '-').Replace('/', '_').TrimEnd('='),
        Uri.EscapeDataString(Base64("x:" + Secret)),
        Base64("corpuser:" + Secret).Replace("/", "\\/", StringComparison.Ordinal),
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void RedactKnown_SecretInAnyForm_IsTakenOutWhole(string form)
    {
        var shown = new SecretRedactor([Secret]).RedactKnown($"before {form} after");

        Assert.Equal("before [redacted] after", shown);
    }

    [Theory]
    [InlineData("100% of 5%2 \\n \\u12 %zz %", "100% of 5%2 \\n \\u12 %zz %")]
    [InlineData("https://host/a%20b", "https://host/a%20b")]
    public void RedactKnown_NoSecret_StaysAsItIs(string text, string expected) => Assert.Equal(expected, new SecretRedactor([Secret]).RedactKnown(text));

    [Theory]
    [InlineData("http://corpuser:S3cretPw!@127.0.0.1:3128/ said no", "http://[redacted]@127.0.0.1:3128/ said no")]
    [InlineData("'http://u:p@ss@h:1'", "'http://[redacted]@h:1'")]
    [InlineData("http://u:p/w#x?y@h:1", "http://[redacted]@h:1")]
    [InlineData("socks5://token@h", "socks5://[redacted]@h")]
    [InlineData("postgres://ops@db/runs", "postgres://ops@db/runs")]
    [InlineData("PostgreSQL://ops.eu-1@db/runs", "PostgreSQL://ops.eu-1@db/runs")]
    [InlineData("postgres://ops:hunter2@db/runs", "postgres://[redacted]@db/runs")]
    [InlineData("postgres://ops%3Ahunter2@db/runs", "postgres://[redacted]@db/runs")]
    [InlineData("postgres://ops@x:hunter2@db/runs", "postgres://[redacted]@db/runs")]
    [InlineData("{\"url\":\"https:\\/\\/u:p@h\\/\"}", "{\"url\":\"https:\\/\\/[redacted]@h\\/\"}")]
    [InlineData("https://h/path?mail=a@b.c and d@e.f", "https://h/path?mail=a@b.c and d@e.f")]
    [InlineData("https://h:8443/@somebody", "https://h:8443/@somebody")]
    [InlineData("fox@acme.conductor.one/spc", "fox@acme.conductor.one/spc")]
    public void RedactKnown_Address_LosesItsUserInfo(string text, string expected) => Assert.Equal(expected, new SecretRedactor([]).RedactKnown(text));

    [Theory]
    [InlineData("http://corpuser:S3cret%50w!@127.0.0.1:1", "S3cretPw!")]
    [InlineData("corpuser:S3cretPw!@127.0.0.1:1", "S3cretPw!")]
    [InlineData("http://u:S3cret@Pw@h", "S3cret@Pw")]
    [InlineData("http://onlytoken@h", "onlytoken")]
    public void Secrets_ProxyVariable_AreItsPassword(string value, string expected) =>
        Assert.Contains(expected, ProxyVariables.Secrets(name => name is "https_proxy" ? value : null));

    /// <summary>A hostile body must neither leak nor end a call.</summary>
    [Fact]
    public void Redact_LongAndHostile_EndsInTime()
    {
        var text = string.Concat(Enumerable.Repeat("\"a_token http://a:", 60_000)) + Secret;

        Assert.DoesNotContain("S3cret", new SecretRedactor([Secret]).Redact(text), StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
