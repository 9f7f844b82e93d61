using ExecutionControl.Cli.Invocation;

namespace ExecutionControl.Cli.Tests.Invocation;

public sealed class GlobalOptionsTests
{
    [Theory]
    [InlineData("--output json", true)]
    [InlineData("nonsense -o JSON more", true)]
    [InlineData("--output=json", true)]
    [InlineData("-o:json", true)]
    [InlineData("--output table", false)]
    [InlineData("--output", false)]
    [InlineData("json --output", false)]
    [InlineData("-- --output json", null)]
    [InlineData("", null)]
    public void AsksForJsonIn_AnyCommandLine_FindsTheOption(string line, bool? expected) =>
        Assert.Equal(expected, GlobalOptions.AsksForJsonIn(line.Split(' ')));
}
