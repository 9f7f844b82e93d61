using ExecutionControl.Cli.Commands.Automations;

namespace ExecutionControl.Cli.Tests.Targets;

public sealed class NumberChoiceTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData(" 3, 1 ", "3 1")]
    [InlineData("2-4", "2 3 4")]
    [InlineData("1 1-2;2", "1 2")]
    [InlineData("ALL", "1 2 3 4")]
    [InlineData("0", null)]
    [InlineData("5", null)]
    [InlineData("3-2", null)]
    [InlineData("1-", null)]
    [InlineData("-1", null)]
    [InlineData("1 two", null)]
    [InlineData("99999999999", null)]
    [InlineData(" , ", null)]
    public void Parse_OfFour_TakesNumbersAndRangesOnly(string text, string? expected) =>
        Assert.Equal(expected, NumberChoice.Parse(text, 4) is { } numbers ? string.Join(' ', numbers) : null);
}
