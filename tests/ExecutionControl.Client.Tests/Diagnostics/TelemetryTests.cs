using System.Diagnostics;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.Testing.Repository;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>What OpenTelemetry is told, as docs/reference/telemetry.md says it.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Document_SpansTagsAndInstruments_IsUpToDate()
    {
        var file = Path.Combine(RepositoryFolder.Path, "docs", "reference", "telemetry.md");
        var expected = (await TelemetryDocument.RecordAsync()).Write();
        if (Environment.GetEnvironmentVariable("EXECUTIONCONTROL_UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.Equal(expected, (await File.ReadAllTextAsync(file)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task EverySpanAndInstrument_OfEveryScenario_NamesTheServerAndTheVersionAndSpeaksOneLanguage()
    {
        foreach (var scenario in TelemetryScenario.All)
        {
            var recording = await TelemetryRecording.OfAsync(scenario.RunAsync);

            Assert.All(recording.Spans, span =>
            {
                Assert.Equal((ActivityKind.Internal, "127.0.0.1"), (span.Kind, span.GetTagItem("server.address")));
                Assert.Matches(@"^\d+\.\d+\.\d+", span.Source.Version);
                Assert.DoesNotContain(span.TagObjects, static tag => tag.Key.StartsWith("http.", StringComparison.Ordinal));
            });
            Assert.All(recording.Points, point =>
            {
                Assert.Equal("127.0.0.1", point.Tags["server.address"]);
                Assert.Matches(@"^\d+\.\d+\.\d+", point.Version);
            });
            Assert.All(
                recording.Spans.SelectMany(static span => span.TagObjects).Concat(recording.Points.SelectMany(static point => point.Tags))
                    .Where(static tag => tag.Key.StartsWith("execution_control.", StringComparison.Ordinal) && tag.Key != "execution_control.target")
                    .Select(static tag => tag.Value).OfType<string>(),
                static word => Assert.Matches("^[a-z][a-z0-9_]*$", word));
        }
    }

    [Fact]
    public async Task Renewal_AfterARejectedToken_LeavesItsEventAndIsARetry()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.TokenRenewed.RunAsync);

        var span = Assert.Single(recording.Spans);
        Assert.Equal(["refused 401 1", " 200 2"], span.Events.Select(static attempt =>
        {
            var tags = attempt.Tags.ToDictionary();
            return $"{tags.GetValueOrDefault("execution_control.failure")} {tags.GetValueOrDefault("http.response.status_code", 200)} {tags["execution_control.attempt"]}";
        }));
        var retry = Assert.Single(recording.PointsOf("retries"));
        Assert.Equal((1, "401"), (retry.Value, retry.Tags["error.type"]));
        Assert.Equal(2, recording.Total("token_mints"));
    }

    [Fact]
    public async Task TokenMints_TokenFromTheStore_IsNone()
    {
        using var store = new MemoryTokenStore();
        await using var server = new ScriptedServer(request => Reply.Json(request.Path == "/auth/v1/token"
            ? """{"access_token":"token-1","expires_in":3600}"""
            : "{}"));
        var recording = await TelemetryRecording.OfAsync(async () =>
        {
            for (var process = 1; process <= 3; process++)
            {
                using var client = TestClients.ConductorOne(server.Url, new TurnedClock(), options =>
                {
                    TelemetryScenario.WithClientCredentials(options);
                    options.TokenStore = store;
                });
                await client.TerminateAutomationExecutionAsync("1");
            }
        });

        Assert.Equal((1, 3), (recording.Total("token_mints"), recording.Total("calls")));
    }

    [Fact]
    public async Task TokenMints_Rejected_TellWhy()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.CredentialRejected.RunAsync);

        var mint = Assert.Single(recording.PointsOf("token_mints"));
        Assert.Equal((false, "401"), (mint.Tags["execution_control.token_minted"], mint.Tags["error.type"]));
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_IsNoError()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.Canceled.RunAsync);

        var span = Assert.Single(recording.Spans);
        Assert.Equal((ActivityStatusCode.Unset, true, "unknown"), (span.Status, span.GetTagItem("execution_control.canceled"), span.GetTagItem("execution_control.outcome")));
        Assert.Null(span.GetTagItem("error.type"));
        Assert.DoesNotContain(span.Events.SelectMany(static attempt => attempt.Tags), static tag => tag.Key == "error.type");
        Assert.DoesNotContain(recording.Points, static point => point.Tags.ContainsKey("error.type"));
    }

    [Fact]
    public async Task Resolve_InRounds_IsOneSpanWithTheRoundsAndTheLookInside()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.Resolved.RunAsync);

        var whole = recording.Spans[0];
        Assert.Equal(
            ["ConductorOne resolve-paused", "ConductorOne resolve-paused round", "ConductorOne resolve-paused round", "ConductorOne get-automation look"],
            recording.Spans.Select(static span => span.DisplayName));
        Assert.All(recording.Spans.Skip(1), span => Assert.Same(whole, span.Parent));
        Assert.Equal((1, 2, 1, 0), (recording.Total("calls"), recording.Total("rounds"), recording.Total("looks"), recording.Total("reads")));
        Assert.Equal(1, recording.Total("call.duration"));
    }

    [Fact]
    public async Task Wait_WithItsLooks_IsOneSpan()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.Waited.RunAsync);

        var wait = recording.Spans[0];
        Assert.Equal(("ConductorOne wait-for-terminate", "verified"), (wait.DisplayName, wait.GetTagItem("execution_control.outcome")));
        Assert.Equal(["look", "look"], recording.Spans.Skip(1).Select(static span => span.GetTagItem("execution_control.part")));
        Assert.All(recording.Spans.Skip(1), span => Assert.Same(wait, span.Parent));
        Assert.Equal((1, 2, 0), (recording.Total("waits"), recording.Total("looks"), recording.Total("reads")));
    }

    /// <summary>A list's rows come in the flow of whoever reads them, whose own spans are none of the list's.</summary>
    [Fact]
    public async Task List_BetweenItsRows_LeavesTheReadersSpanAlone()
    {
        await using var server = new ScriptedServer(
            Reply.Json("""{"list":[{"id":"aut_1"}],"nextPageToken":"2"}"""),
            Reply.Json("""{"list":[{"id":"aut_2"}]}"""));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());
        using var reader = new Activity("reader");
        var recording = await TelemetryRecording.OfAsync(async () =>
        {
            reader.Start();
            await foreach (var _ in client.ListAutomationsAsync())
            {
                Assert.Same(reader, Activity.Current);
            }

            Assert.Same(reader, Activity.Current);
            reader.Stop();
        });

        var list = recording.Spans[0];
        Assert.Same(reader, list.Parent);
        Assert.Equal(2, recording.Spans.Count(span => ReferenceEquals(span.Parent, list)));
        Assert.Equal((1, 2), (recording.Total("reads"), recording.Total("pages")));
    }

    [Fact]
    public async Task List_ReadInPart_IsNoFailure()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"list":[{"id":"aut_1"}],"nextPageToken":"2"}"""));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());
        var recording = await TelemetryRecording.OfAsync(async () => Assert.NotNull(await client.ListAutomationsAsync().FirstAsync()));

        Assert.Equal("applied", recording.Spans[0].GetTagItem("execution_control.outcome"));
        Assert.Equal((1, 1), (recording.Total("reads"), recording.Total("pages")));
    }

    [Fact]
    public async Task List_WhoseSecondPageFails_FailsAsAWhole()
    {
        var recording = await TelemetryRecording.OfAsync(TelemetryScenario.ListedInPart.RunAsync);

        Assert.Equal(("refused", "403"), (recording.Spans[0].GetTagItem("execution_control.outcome"), recording.Spans[0].GetTagItem("error.type")));
        Assert.Equal((1, 2), (recording.Total("reads"), recording.Total("pages")));
    }

    [Theory]
    [InlineData(503, "503")]
    [InlineData(null, "connection_error")]
    public async Task ErrorType_OfAFailedCall_IsAWordOfFew(int? status, string expected)
    {
        await using var server = new ScriptedServer(status is { } given ? Reply.Json("{}", given) : Reply.Close);
        if (status is null)
        {
            server.StopListening();
        }

        using var client = TestClients.Kubiya(server.Url, new TurnedClock(), options => options.Retry.MaxAttempts = 1);
        ControlCallException? failure = null;
        var recording = await TelemetryRecording.OfAsync(async () => failure = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.PauseExecutionAsync("1")));

        Assert.Equal(expected, failure!.Details.ErrorType);
        Assert.Equal(expected, recording.Spans[0].GetTagItem("error.type"));
        Assert.Equal(expected, Assert.Single(recording.PointsOf("calls")).Tags["error.type"]);
        Assert.Equal(ActivityStatusCode.Error, recording.Spans[0].Status);
    }
}
