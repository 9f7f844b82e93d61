using System.Text;
using System.Text.Json;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData(@"""\ud83d\ude00""", @"""\ud83d\ude00""")]
    [InlineData(@"""\uD83D\uDE00\uD83D\uDE00""", @"""\uD83D\uDE00\uD83D\uDE00""")]
    [InlineData(@"""\ud83d""", @"""\ufffd""")]
    [InlineData(@"""\ude00""", @"""\ufffd""")]
    [InlineData(@"""\ude00\ud83d""", @"""\ufffd\ufffd""")]
    [InlineData(@"""\ud83dx\ude00""", @"""\ufffdx\ufffd""")]
    [InlineData(@"""\ud83d\u0041""", @"""\ufffd\u0041""")]
    [InlineData(@"""\ud83d\n\ude00""", @"""\ufffd\n\ufffd""")]
    [InlineData(@"""\\ud83d""", @"""\\ud83d""")]
    [InlineData(@"""\\\ud83d""", @"""\\\ufffd""")]
    [InlineData(@"""\u0041\ud83d""", @"""\u0041\ufffd""")]
    [InlineData(@"""\n\ud83d""", @"""\n\ufffd""")]
    [InlineData(@"""\u12\ud83d""", @"""\u12\ufffd""")]
    [InlineData(@"""\ud83", @"""\ud83")]
    [InlineData(@"""\ud83d", @"""\ufffd")]
    [InlineData(@"\", @"\")]
    public void Clean_EscapedHalfCharacters_AreReplacedAndNothingElse(string text, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonText.Clean(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void Clean_Utf8_IsNotCopied()
    {
        var text = "{\"a\":\"é\"}"u8.ToArray();

        Assert.Same(text, JsonText.Clean(text));
    }

    [Theory]
    [InlineData("EFBBBF7B7D", "{}")]
    [InlineData("EFBBBF", "")]
    [InlineData("EFBBBF22FF22", "\"\uFFFD\"")]
    [InlineData("FFFE7B007D00", "{}")]
    [InlineData("FEFF007B007D", "{}")]
    [InlineData("FFFE00007B000000", "{")]
    [InlineData("0000FEFF0000007B", "{")]
    [InlineData("7B0000007D000000", "{}")]
    [InlineData("0000007B0000007D", "{}")]
    [InlineData("7B007D00", "{}")]
    [InlineData("007B007D", "{}")]
    [InlineData("3100", "1")]
    [InlineData("0031", "1")]
    [InlineData("31", "1")]
    [InlineData("", "")]
    [InlineData("7B22C322", "{\"\uFFFD\"")]
    public void Clean_OtherEncodings_BecomeUtf8WithoutAMark(string bytes, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonText.Clean(Convert.FromHexString(bytes))));

    [Theory]
    [InlineData("{}{}")]
    [InlineData("{\"a\":}")]
    [InlineData("")]
    public void Parse_NoJson_Throws(string text) => Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData(511, 511)]
    [InlineData(512, 511)]
    [InlineData(513, 511)]
    [InlineData(100_000, 511)]
    public void Parse_DeepValue_IsReadToABound(int depth, int read)
    {
        // The object around it is the first level.
        var value = JsonText.Parse(Encoding.UTF8.GetBytes($$"""{"deep":{{new string('[', depth)}}{{new string(']', depth)}},"twice":{{new string('[', depth)}}{{new string(']', depth)}},"after":1}"""));

        foreach (var name in (string[])["deep", "twice"])
        {
            var levels = 1;
            var inner = value.GetProperty(name);
            for (; inner.ValueKind == JsonValueKind.Array && inner.GetArrayLength() > 0; levels++)
            {
                inner = inner[0];
            }

            Assert.Equal((depth <= 511 ? JsonValueKind.Array : JsonValueKind.Null, depth <= 511 ? read : read + 1), (inner.ValueKind, levels));
        }

        Assert.Equal(1, value.GetProperty("after").GetInt32());
    }

    [Fact]
    public void Parse_DeepValueThatIsNoJson_Throws() =>
        Assert.ThrowsAny<JsonException>(() => JsonText.Parse(Encoding.UTF8.GetBytes(new string('[', 1000) + new string(']', 999))));
}
