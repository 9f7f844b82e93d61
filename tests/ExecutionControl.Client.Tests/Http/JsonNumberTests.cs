using System.Text;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

public sealed class JsonNumberTests
{
    private const string Zeros400 = "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        + "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>A number, the whole number that it is, and the one below it. Null where there is none.</summary>
    public static TheoryData<string, long?, long?> Numbers => new()
    {
        { "0", 0, 0 },
        { "-0", 0, 0 },
        { "0.000", 0, 0 },
        { "0e99999999999", 0, 0 },
        { "101", 101, 101 },
        { "-101", -101, -101 },
        { "101.0", 101, 101 },
        { "101.500", null, 101 },
        { "-101.5", null, -102 },
        { "0.5", null, 0 },
        { "-0.5", null, -1 },
        { "0.05", null, 0 },
        { "1.01e2", 101, 101 },
        { "1.01E+2", 101, 101 },
        { "1.01e1", null, 10 },
        { "1010e-1", 101, 101 },
        { "1010e-2", null, 10 },
        { "10100e-2", 101, 101 },
        { "1e-1", null, 0 },
        { "10e-1", 1, 1 },
        { "0.1e1", 1, 1 },
        { "0.001e3", 1, 1 },
        { "9223372036854775807", long.MaxValue, long.MaxValue },
        { "9223372036854775807.5", null, long.MaxValue },
        { "9223372036854775808", null, long.MaxValue },
        { "-9223372036854775808", long.MinValue, long.MinValue },
        { "-9223372036854775808.5", null, long.MinValue },
        { "-9223372036854775809", null, long.MinValue },
        { "9007199254740993", 9007199254740993, 9007199254740993 },
        { "1e18", 1_000_000_000_000_000_000, 1_000_000_000_000_000_000 },
        { "1e19", null, long.MaxValue },
        { "-1e19", null, long.MinValue },
        { "1e29", null, long.MaxValue },
        { "1e30", null, long.MaxValue },
        { "1e31", null, long.MaxValue },
        { "123456789012345678901234567890123456789012", null, long.MaxValue },
        { "1e99999999999", null, long.MaxValue },
        { "-1e99999999999", null, long.MinValue },
        { "1e-99999999999", null, 0 },
        { "-1e-99999999999", null, -1 },
        { Zeros400[..399] + "1", null, 0 },
        { Zeros400[..400] + "1", null, null },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void TryGet_Number_IsExactOrNone(string text, long? whole, long? floor)
    {
        var number = JsonText.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(whole, JsonNumber.TryGetWhole(number, out var read) ? read : null);
        Assert.Equal(floor, JsonNumber.TryGetFloor(number, out read) ? read : null);
    }

    [Theory]
    [InlineData("\"101\"", 101L)]
    [InlineData("\"-1.01e2\"", -101L)]
    [InlineData("\"\"", null)]
    [InlineData("\" 101\"", null)]
    [InlineData("\"101\\n\"", null)]
    [InlineData("\"+101\"", null)]
    [InlineData("\"1.\"", null)]
    [InlineData("\"1e\"", null)]
    [InlineData("\"0x10\"", null)]
    [InlineData("true", null)]
    [InlineData("null", null)]
    [InlineData("[101]", null)]
    public void TryGet_NoNumber_IsReadAsOneOnlyAsAText(string text, long? whole)
    {
        var value = JsonText.Parse(Encoding.UTF8.GetBytes(text));

        Assert.Equal(whole, JsonNumber.TryGetWhole(value, out var read) ? read : null);
        Assert.Equal((false, 0L), (JsonNumber.TryGetFloor(value, out var floor), floor));
    }
}
