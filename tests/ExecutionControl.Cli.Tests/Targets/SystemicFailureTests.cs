using System.Globalization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Operations;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Tests.Targets;

/// <summary>Where target after target fails for a reason that all share, the rest is not sent, and said so.</summary>
public sealed class SystemicFailureTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 6)]
    public async Task Run_CredentialRejected_SendsAFewAndReportsTheRestAsNotSent(int parallel, int most)
    {
        await using var server = new RawServer(_ => RawAnswer.Json(401, """{"detail":"Invalid or expired authentication token"}"""));
        var ids = Enumerable.Range(1, 20).Select(number => $"execution-{number}").ToArray();

        var document = (await Ectl.RunAsync(
            _user,
            ["executions", "pause", "--yes", .. ids, "--parallel", parallel.ToString(CultureInfo.InvariantCulture), "-o", "json"],
            ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3).ErrorDocument();

        Assert.InRange(server.Requests.Count, 3, most);
        var targets = document.GetProperty("targets").EnumerateArray().ToList();
        Assert.Equal(ids, targets.Select(target => target.GetProperty("target").GetString()));
        Assert.All(targets, target => Assert.Equal(3, target.GetProperty("exitCode").GetInt32()));
        Assert.Equal(server.Requests.Count, targets.Count(target => target.GetProperty("outcome").GetString() == "refused"));
        Assert.All(targets.Skip(server.Requests.Count), target =>
        {
            Assert.Equal("notSent", target.GetProperty("outcome").GetString());
            Assert.True(target.GetProperty("safeToRepeat").GetBoolean());
            Assert.Contains("the credential was rejected for 3 targets in a row", target.GetProperty("message").GetString(), StringComparison.Ordinal);
        });
        Assert.Contains($"the other {20 - server.Requests.Count} were not sent", Assert.Single(Texts(document, "warnings")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CredentialRejectedForPeople_ShowsARowForEachAndCounts()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(401, """{"detail":"no"}"""));

        var result = (await Ectl.RunAsync(_user, ["executions", "pause", "--yes", "a", "b", "c", "d", "e"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3);

        Assert.Equal(6, result.Output.Count(character => character == '\n'));
        Assert.Contains("3 not permitted, 2 not sent", result.Error, StringComparison.Ordinal);
        Assert.Contains("warning: the credential was rejected for 3 targets in a row: the other 2 were not sent", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SomeAreTakenInBetween_SendsAll()
    {
        var count = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref count) % 3 == 0
            ? RawAnswer.Json(200, """{"success":true,"message":"ok"}""")
            : RawAnswer.Json(401, """{"detail":"no"}"""));

        (await Ectl.RunAsync(_user, ["executions", "pause", "--yes", "a", "b", "c", "d", "e", "f", "g"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(6);

        Assert.Equal(7, server.Requests.Count);
    }

    [Fact]
    public async Task Run_ForbiddenEach_SendsAll()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(403, """{"detail":"not yours"}"""));

        (await Ectl.RunAsync(_user, ["executions", "pause", "--yes", "a", "b", "c", "d", "e"], ServiceVariables.Kubiya(server.Url))).ShouldExitWith(3);

        Assert.Equal(5, server.Requests.Count);
    }

    [Theory]
    [InlineData("NotApplied")]
    [InlineData("Unknown")]
    public void Note_NoAnswerThreeTimes_IsCertainAndTheRestIsNotApplied(string ending)
    {
        var report = Report(Enum.Parse<ReportedOutcome>(ending), Enum.Parse<ExitCode>(ending));
        var failure = new SystemicFailure();
        failure.Note(report);
        failure.Note(report);
        Assert.False(failure.IsCertain);
        failure.Note(report);

        Assert.True(failure.IsCertain);
        Assert.Equal((ReportedOutcome.NotSent, ExitCode.NotApplied, true), (failure.NotSent().Outcome, failure.NotSent().ExitCode, failure.NotSent().SafeToRepeat));
        Assert.Contains("the service gave no answer", failure.NotSent().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Note_AnswersOrDifferentKinds_IsNeverCertain()
    {
        var failure = new SystemicFailure();
        for (var i = 0; i < 9; i++)
        {
            failure.Note(Report(ReportedOutcome.NotApplied, ExitCode.NotApplied) with { Status = 429 });
            failure.Note(Report(ReportedOutcome.NotApplied, ExitCode.NotApplied));
            failure.Note(Report(ReportedOutcome.NotApplied, ExitCode.NotApplied));
            failure.Note(Report(ReportedOutcome.Refused, ExitCode.Credentials) with { RefusalReason = RefusalReason.Authentication });
            failure.Note(Report(ReportedOutcome.Refused, ExitCode.Credentials) with { RefusalReason = RefusalReason.Authentication });
            failure.Note(Report(ReportedOutcome.Applied, ExitCode.Success));
            failure.Note(Report(ReportedOutcome.Unknown, ExitCode.Fault));
            failure.Note(Report(ReportedOutcome.Unknown, ExitCode.Interrupted));
        }

        Assert.False(failure.IsCertain);
    }

    private static OutcomeReport Report(ReportedOutcome outcome, ExitCode code) => new() { Outcome = outcome, ExitCode = code, SafeToRepeat = true };

    private static IEnumerable<string> Texts(JsonElement document, string name) => document.GetProperty(name).EnumerateArray().Select(text => text.GetString()!);
}
