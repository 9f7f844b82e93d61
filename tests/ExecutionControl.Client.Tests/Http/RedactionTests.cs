using System.Text;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class RedactionTests
{
    private const string Secret = "abcdefgh/ij+kl\"m";

    [Theory]
    [InlineData("the token " + Secret + " is bad, " + Secret + "!", "the token (hidden) is bad, (hidden)!")]
    [InlineData("""{"token":"abcdefgh\/ij+kl"m"}""", """{"token":"(hidden)"}""")]
    [InlineData("""{"token":"abcdefgh/ij\u002Bkl\u0022m"}""", """{"token":"(hidden)"}""")]
    [InlineData("nothing of it", "nothing of it")]
    public void Hide_SecretInAnyForm_IsHidden(string text, string expected) => Assert.Equal(expected, new Redaction(Secret).Hide(text));

    [Theory]
    [InlineData("cut abcdefgh/ij+kl\"", "cut (hidden)")]
    [InlineData("cut abcdefgh", "cut (hidden)")]
    [InlineData("abcdefgh", "(hidden)")]
    [InlineData("cut abcdefg", "cut abcdefg")]
    [InlineData("abcdefgh and more", "abcdefgh and more")]
    public void Hide_TextCutInTheMiddleOfTheSecret_HidesItsBeginningToo(string text, string expected) => Assert.Equal(expected, new Redaction(Secret).Hide(text));

    [Theory]
    [InlineData("1234567", "say 1234567")]
    [InlineData("12345678", "say (hidden)")]
    public void Hide_ShortSecret_IsTakenForAWord(string secret, string expected)
    {
        var text = $"say {secret}";

        Assert.Equal(expected, new Redaction(secret).Hide(text));
        Assert.Equal(expected, Encoding.UTF8.GetString(new Redaction(secret).Hide(Encoding.UTF8.GetBytes(text))));
    }

    [Theory]
    [InlineData(Secret + " said", "(hidden) said")]
    [InlineData("""say abcdefgh\/ij+kl"m""", "say (hidden)")]
    public void Hide_Bytes_HoldItInNoForm(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(new Redaction(Secret).Hide(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Hide_NoText_IsNone() => Assert.Null(new Redaction(Secret).Hide((string?)null));

    [Fact]
    public void Hide_BytesWithoutTheSecret_AreGivenBackUntouched()
    {
        byte[] text = [0xFF, (byte)'a', 0xC3];

        Assert.Same(text, new Redaction(Secret).Hide(text));
    }
}
