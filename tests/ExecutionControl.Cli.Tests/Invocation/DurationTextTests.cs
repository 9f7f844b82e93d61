using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Tests.Invocation;

/// <summary>Durations as people type them.</summary>
public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("1h30m15s", 5415)]
    [InlineData("90m", 5400)]
    [InlineData("720h", 2592000)]
    public void TryParse_Duration_IsRead(string text, int seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("5 m")]
    [InlineData("5m\n")]
    [InlineData("721h")]
    [InlineData("999999h")]
    [InlineData("9999999999s")]
    public void TryParse_SomethingElse_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(30, "30s")]
    [InlineData(5415, "1h30m15s")]
    [InlineData(0, "0s")]
    public void Of_Duration_IsAsTyped(int seconds, string text) => Assert.Equal(text, DurationText.Of(TimeSpan.FromSeconds(seconds)));
}
