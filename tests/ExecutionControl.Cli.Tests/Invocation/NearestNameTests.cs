using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Tests.Invocation;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["automations", "automation-executions", "executions", "serve", "--prompt", "--yes"];

    [Theory]
    [InlineData("automation", "automations")]
    [InlineData("AUTOMATIONS", "automations")]
    [InlineData("excutions", "executions")]
    [InlineData("sevre", "serve")]
    [InlineData("--promtp", "--prompt")]
    [InlineData("--ye", "--yes")]
    [InlineData("something-else", null)]
    [InlineData("--no", null)]
    public void Of_TypedName_IsTheNearestOrNone(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Of(typed, Names));
}
