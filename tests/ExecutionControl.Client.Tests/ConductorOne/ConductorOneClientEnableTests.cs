using ExecutionControl.Client.Tests.Waiting;
using System.Text.Json;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Security;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Tests.ConductorOne;

/// <summary>Disabling and enabling an automation: what is asked, what is taken for its effect, and whose secrets the answer holds.</summary>
public sealed class ConductorOneClientEnableTests : IDisposable
{
    private const string Id = "aut_1";
    private const string CapabilityUrl = "https://acme.conductor.one/hooks/5c0ffee5c0ffee5c0ffee";
    private const string HmacSecret = "d0d0cafed0d0cafed0d0cafe";

    private readonly TurnedClock _clock = new();
    private readonly Observations _observations = new();

    /// <summary>Answers with the secrets in them: successes and failures, whole and cut, with the names written in other ways.</summary>
    public static TheoryData<int, string> TalkativeAnswers => new()
    {
        { 200, Answer(isEnabled: false) },
        { 200, Answer(isEnabled: true) },
        { 200, Answer(isEnabled: false).Replace("\"automation\"", "\"other\"", StringComparison.Ordinal) },
        { 200, Answer(isEnabled: false)[..^3] },
        { 200, Answer(isEnabled: false) + "}" },
        { 200, $$"""{"webhookHmacSecret":"{{HmacSecret}}"}""" },
        { 200, $$"""{"nested":[{"webhookHmacSecret":{"value":"{{HmacSecret}}"},"webhookCapabilityUrl":["{{CapabilityUrl}}"]}]}""" },
        { 200, $$"""{"webhook_hmac_secret":"{{HmacSecret}}","webhook_capability_url":"{{CapabilityUrl}}"}""" },
        { 200, $$"""{"WebhookHmacSecret":"{{HmacSecret}}"}""" },
        { 200, $$"""{"webhook\u0048mac\u0053ecret":"{{HmacSecret}}"}""" },
        { 200, $$"""{"webhook\u0048mac\u0053ecret":"{{HmacSecret}}""" },
        { 502, JsonSerializer.Serialize($$"""{"webhook\u0048mac\u0053ecret":"{{HmacSecret}}"}""") },
        { 500, Answer(isEnabled: false) },
        { 503, Answer(isEnabled: false)[..^3] },
        { 500, JsonSerializer.Serialize(Answer(isEnabled: false)) },
        { 500, JsonSerializer.Serialize(new { message = Answer(isEnabled: false) }) },
        { 400, JsonSerializer.Serialize(new { code = 3, message = $"webhookHmacSecret: {HmacSecret}" }) },
        { 403, $"<html>webhookCapabilityUrl {CapabilityUrl} webhookHmacSecret {HmacSecret}</html>" },
        { 500, $$"""{"message":"{{new string('x', 16_000)}}","webhookHmacSecret":"{{HmacSecret}}{{new string('y', 1000)}}"}""" },
    };

    public void Dispose() => _observations.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Set_Answered_IsAppliedAndSaysSo(bool isEnabled)
    {
        await using var server = new ScriptedServer(Reply.Json(Answer(isEnabled), 200, "x-request-id: r-1"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await SetAsync(client, isEnabled);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/v1/automations/aut_1"), (request.Method, request.Path));
        Assert.Equal($$"""{"automation":{"enabled":{{(isEnabled ? "true" : "false")}}},"updateMask":"enabled"}""", request.Body);
        Assert.Equal(
            (ControlService.ConductorOne, Id, ControlOutcome.Applied, isEnabled, 1, false, "r-1"),
            (result.Service, result.Target, result.Outcome, result.IsEnabled, result.Attempts, result.HadUnclearAttempt, result.RequestId));
    }

    /// <summary>Neither an answer about another automation, nor one that does not say whether it is enabled, nor one that says the opposite.</summary>
    [Theory]
    [InlineData("""{"automation":{"id":"aut_2","enabled":false}}""")]
    [InlineData("""{"automation":{"id":"aut_1"}}""")]
    [InlineData("""{"automation":{"id":"aut_1","enabled":null}}""")]
    [InlineData("""{"automation":{"id":"aut_1","enabled":"maybe"}}""")]
    [InlineData("""{"automation":{"id":"aut_1","enabled":true}}""")]
    [InlineData("""{"automation":null}""")]
    [InlineData("{}")]
    public async Task DisableAutomationAsync_AnswerThatIsNoEvidence_IsUnknown(string answer)
    {
        await using var server = new ScriptedServer(request =>
            request.Method == "POST" ? Reply.Json(answer) : Reply.Json("""{"automation":{"id":"aut_1","enabled":true}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.DisableAutomationAsync(Id));

        Assert.Equal((4, true, "enabled"), (failure.Details.Attempts, failure.SafeToRepeat, failure.Details.ObservedState));
        Assert.Contains("It is now: enabled.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"automation":{"id":"aut_1","enabled":false}}""", null)]
    [InlineData("""{"automation":{"id":"aut_1","enabled":false,"circuitBreaker":{"observedCount":9}}}""", "disabled, and its breaker is tripped")]
    [InlineData("""{"automation":{"id":"aut_1","enabled":true,"circuitBreaker":{"observedCount":9}}}""", "enabled")]
    [InlineData("""{"automation":{"id":"aut_2","enabled":false}}""", "")]
    [InlineData("""{"automation":{"id":"aut_1"}}""", "")]
    public async Task DisableAutomationAsync_AnswersLost_IsSettledOnlyByALookThatProvesIt(string look, string? observed)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Reset : Reply.Json(look));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var call = client.DisableAutomationAsync(Id);

        if (observed is null)
        {
            var result = await call;
            Assert.Equal((ControlOutcome.Applied, false, true, 4), (result.Outcome, result.IsEnabled, result.HadUnclearAttempt, result.Attempts));
        }
        else
        {
            var failure = await Assert.ThrowsAsync<ControlCallUnknownException>(() => call);
            Assert.Equal(observed.Length == 0 ? null : observed, failure.Details.ObservedState);
        }
    }

    /// <summary>A tripped breaker shows an automation as disabled, whatever was set: the service has accepted, and cannot show it.</summary>
    [Fact]
    public async Task EnableAutomationAsync_BreakerIsTripped_IsAppliedWithAWarning()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"automation":{"id":"aut_1","enabled":false,"circuitBreaker":{"observedCount":9}}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.EnableAutomationAsync(Id);

        Assert.Equal((ControlOutcome.Applied, false, 1), (result.Outcome, result.IsEnabled, result.Attempts));
        Assert.Equal("its circuit breaker is tripped, and keeps it disabled until the breaker is cleared", result.Warning);
    }

    /// <summary>Nor is such a state proof that the automation was disabled by hand.</summary>
    [Fact]
    public async Task WaitForDisabledAsync_BreakerIsTripped_IsNotVerified()
    {
        await using var server = new ScriptedServer(Reply.Json("""{"automation":{"id":"aut_1","enabled":false,"circuitBreaker":{"observedCount":9}}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = await client.WaitAsync(Accepted.Switch(Id, isToBeEnabled: false), TimeSpan.Zero);

        Assert.Equal((WaitOutcome.StillInFlight, (bool?)null), (result.Outcome, result.State));
    }

    [Fact]
    public async Task DisableAutomationAsync_BadId_SendsNothing()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAsync<ArgumentException>(() => client.DisableAutomationAsync(""));
        await Assert.ThrowsAsync<ArgumentException>(() => client.EnableAutomationAsync(".."));
        await Assert.ThrowsAsync<ArgumentException>(() => client.WaitAsync(Accepted.Switch(" ", isToBeEnabled: true), Timeout.InfiniteTimeSpan));

        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_StateComesLater_IsVerified(bool isEnabled)
    {
        var looks = new Queue<bool>([!isEnabled, !isEnabled, isEnabled]);
        await using var server = new ScriptedServer(_ => Reply.Json(Answer(looks.Dequeue())));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        var result = isEnabled ? await client.WaitAsync(Accepted.Switch(Id, isToBeEnabled: true), Timeout.InfiniteTimeSpan) : await client.WaitAsync(Accepted.Switch(Id, isToBeEnabled: false), Timeout.InfiniteTimeSpan);

        Assert.Equal((WaitOutcome.Verified, (bool?)isEnabled), (result.Outcome, result.State));
        Assert.Empty(looks);
    }

    [Fact]
    public async Task WaitForDisabledAsync_NeverSeen_StaysInFlight()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 429));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var result = await client.WaitAsync(Accepted.Switch(Id, isToBeEnabled: false), TimeSpan.FromSeconds(1));

        Assert.Equal((WaitOutcome.StillInFlight, (bool?)null), (result.Outcome, result.State));
        Assert.NotNull(result.LastFailure);
    }

    /// <summary>Looked at from each of its characters to its end, so long a text would take hours.</summary>
    [Fact]
    public async Task Set_AnswerOfNothingButBackslashes_IsReadInNoTime()
    {
        await using var server = new ScriptedServer(Reply.Json(new string('\\', 8 * 1024 * 1024), 200));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        await Assert.ThrowsAnyAsync<ControlCallException>(() => SetAsync(client, isEnabled: false).WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [MemberData(nameof(TalkativeAnswers))]
    public async Task DisableAutomationAsync_AnswerWithWebhookSecrets_ShowsThemNowhere(int status, string answer)
    {
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(_observations));
        await using var server = new ScriptedServer(request =>
            request.Method == "POST" ? Reply.Json(answer, status) : Reply.Json("""{"automation":{"id":"aut_1","enabled":true}}"""));
        using var client = TestClients.ConductorOne(server.Url, _clock, options => options.LoggerFactory = logging);

        try
        {
            _observations.Add("result", await client.DisableAutomationAsync(Id));
        }
        catch (ControlCallException exception)
        {
            _observations.Add(exception);
            _observations.Add("body", exception.Details.ResponseBody);
        }

        Assert.Contains(_observations.Seen, seen => seen.Origin == "log ExecutionControl.Client");
        Assert.DoesNotContain(_observations.Seen, seen => Shows(seen.Text, CapabilityUrl) || Shows(seen.Text, HmacSecret));
    }

    [Fact]
    public async Task Requests_DisableAndEnable_AreBuiltAsTheyAreSent()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        using var disable = await client.Requests.DisableAutomationAsync(Id);
        using var enable = await client.Requests.EnableAutomationAsync(Id);

        Assert.Equal(("POST", "/api/v1/automations/aut_1"), (disable.Method.Method, disable.RequestUri!.AbsolutePath));
        Assert.Equal("""{"automation":{"enabled":false},"updateMask":"enabled"}""", await disable.Content!.ReadAsStringAsync());
        Assert.Equal("""{"automation":{"enabled":true},"updateMask":"enabled"}""", await enable.Content!.ReadAsStringAsync());
        Assert.Empty(server.Requests);
    }

    private static bool Shows(string text, string secret) =>
        text.Contains(secret, StringComparison.Ordinal)
        || text.Contains(secret[..(secret.Length / 2)], StringComparison.Ordinal)
        || text.Contains(secret[(secret.Length / 2)..], StringComparison.Ordinal);

    private static string Answer(bool isEnabled) =>
        $$$"""{"automation":{"id":"aut_1","enabled":{{{(isEnabled ? "true" : "false")}}}},"""
        + $$"""
        "webhookCapabilityUrl":"{{CapabilityUrl}}","webhookHmacSecret":"{{HmacSecret}}"}
        """;

    private static Task<UpdateAutomationResult> SetAsync(ConductorOneClient client, bool isEnabled) =>
        isEnabled ? client.EnableAutomationAsync(Id) : client.DisableAutomationAsync(Id);
}
