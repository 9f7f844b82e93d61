using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Tests.Outcomes;

public sealed class NextCommandTests
{
    [Theory]
    [InlineData("", null, "ectl runs resume run-1")]
    [InlineData("", "", "ectl runs resume run-1 --journal \"\"")]
    [InlineData("--sandbox ", null, "ectl --sandbox runs resume run-1")]
    [InlineData("--profile night ", "postgres://ops@db/runs", "ectl --profile night runs resume run-1 --journal postgres://ops@db/runs")]
    [InlineData("", "postgres://db/runs?sslmode=require&host=/run/pg", "ectl runs resume run-1 --journal \"postgres://db/runs?sslmode=require&host=/run/pg\"")]
    [InlineData("", "Host=a b;Database=`$x\"\\", "ectl runs resume run-1 --journal \"Host=a b;Database=\\`\\$x\\\"\\\\\"")]
    public void OfRuns_AccountAndJournal_AreRepeated(string account, string? journal, string expected) =>
        Assert.Equal(expected, new NextCommand(account, journal).OfRuns("runs resume run-1"));

    [Fact]
    public void Of_AJournal_IsNotForTargets() =>
        Assert.Equal("ectl executions get a", new NextCommand(string.Empty, "postgres://db/runs").Of("executions get a"));
}
