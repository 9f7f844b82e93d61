using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>The one exit code for many targets: nothing uncertain hides behind what succeeded or failed for certain.</summary>
public sealed class OutcomeTallyTests
{
    [Theory]
    [InlineData("Applied:0", 0, "Applied")]
    [InlineData("Applied:0 AlreadySo:0", 0, "Applied")]
    [InlineData("AlreadySo:0 AlreadySo:0", 0, "AlreadySo")]
    [InlineData("Refused:5 Refused:5", 5, "Refused")]
    [InlineData("Applied:0 Refused:5", 6, "Partial")]
    [InlineData("Applied:9 NotApplied:7", 6, "Partial")]
    [InlineData("Partial:6 Applied:0", 6, "Partial")]
    [InlineData("Applied:0 Unknown:8", 8, "Unknown")]
    [InlineData("Refused:5 Unknown:8 NotApplied:7", 8, "Unknown")]
    [InlineData("Applied:0 Unknown:1", 8, "Unknown")]
    [InlineData("Unknown:1 Unknown:1", 1, "Unknown")]
    [InlineData("NotApplied:7 Refused:4", 7, "NotApplied")]
    [InlineData("NotApplied:7 Refused:3", 7, "NotApplied")]
    [InlineData("Refused:4 Refused:3", 3, "Refused")]
    [InlineData("Refused:4 Refused:5", 5, "Refused")]
    [InlineData("Refused:4 NotSent:2", 4, "Refused")]
    [InlineData("Applied:0 Applied:9", 9, "Applied")]
    [InlineData("Applied:0 Applied:9 Applied:10", 10, "Applied")]
    [InlineData("Applied:0 Unknown:130 NotSent:130", 130, "Unknown")]
    [InlineData("Applied:0 NotSent:143", 143, "Partial")]
    [InlineData("", 0, "AlreadySo")]
    public void ExitCode_OfMany_FollowsTheRule(string reports, int exitCode, string outcome)
    {
        var tally = new OutcomeTally();
        foreach (var report in reports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':')))
        {
            tally.Add(Enum.Parse<ReportedOutcome>(report[0]), Enum.Parse<ExitCode>(report[1]), isSafeToRepeat: true);
        }

        Assert.Equal(exitCode, (int)tally.ExitCode);
        Assert.Equal(outcome, tally.Outcome.ToString());
    }

    [Fact]
    public void IsSafeToRepeat_OneIsNot_IsNot()
    {
        var tally = new OutcomeTally();
        tally.Add(ReportedOutcome.Refused, ExitCode.Refused, isSafeToRepeat: true);
        Assert.True(tally.IsSafeToRepeat);

        tally.Add(ReportedOutcome.Unknown, ExitCode.Unknown, isSafeToRepeat: false);

        Assert.False(tally.IsSafeToRepeat);
    }
}
