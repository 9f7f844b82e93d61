using System.Globalization;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>Every number that a status line can hold has its meaning, at every call and at the token endpoint.</summary>
public sealed class StatusTests
{
    private const string Execution = "11111111-1111-4111-8111-111111111111";
    private readonly TurnedClock _clock = new();

    /// <summary>Statuses that reach a client as answers; 100 and 102 to 199 are announcements, which .NET passes over.</summary>
    public static TheoryData<int> Odd => [0, 99, 101, 300, 304, 308, 402, 407, 408, 418, 425, 429, 451, 499, 500, 501, 505, 507, 511, 520, 524, 525, 530, 598, 599, 600, 777, 999];

    [Fact]
    public void KindOf_EveryStatus_HasTheMeaningOfItsKind()
    {
        for (var status = 0; status < 1000; status++)
        {
            if (status is >= 200 and < 300)
            {
                continue;
            }

            Assert.Equal(Expected(status), StatusMeaning.Of(status));
        }
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task Call_Status_EndsAsItsKindDoes(int status)
    {
        var text = status.ToString("000", CultureInfo.InvariantCulture);
        await using var server = new ScriptedServer(Reply.Raw($"HTTP/1.1 {text} Odd\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"));
        using var kubiya = TestClients.Kubiya(server.Url, _clock);
        using var codegen = TestClients.Codegen(server.Url, _clock);
        using var conductorOne = TestClients.ConductorOne(server.Url, _clock);
        var kind = Expected(status);
        var attempts = kind is FailureKind.Unsent or FailureKind.Unclear ? 4 : 1;

        foreach (var (call, isRepeatable, isRead) in ((Func<Task>, bool, bool)[])
        [
            (() => kubiya.PauseExecutionAsync(Execution), true, false),
            (() => kubiya.TerminateExecutionAsync(Execution, "runaway"), true, false),
            (() => codegen.ResumeAgentRunAsync(101, "go on"), false, false),
            (() => codegen.BanPullRequestChecksAsync(101), true, false),
            (() => conductorOne.TerminateAutomationExecutionAsync("839265"), true, false),
            (() => kubiya.GetExecutionAsync(Execution), true, true),
            (() => kubiya.ListExecutionsAsync().CountAsync().AsTask(), true, true),
            (() => codegen.ListAgentRunsAsync().CountAsync().AsTask(), true, true),
            (() => conductorOne.ListAutomationExecutionsAsync().CountAsync().AsTask(), true, true),
        ])
        {
            var exception = await Assert.ThrowsAnyAsync<ControlCallException>(call);

            var outcome = kind switch
            {
                FailureKind.Refused => ControlOutcome.Refused,
                FailureKind.Unclear when !isRead => ControlOutcome.Unknown,
                _ => ControlOutcome.NotApplied,
            };
            var isSentOnce = kind == FailureKind.Unclear && !isRepeatable;
            Assert.Equal((outcome, isSentOnce ? 1 : attempts, status), (exception.Outcome, exception.Details.Attempts, exception.Details.StatusCode));
        }
    }

    [Theory]
    [InlineData(425, 4)]
    [InlineData(429, 4)]
    [InlineData(408, 4)]
    [InlineData(501, 4)]
    [InlineData(524, 4)]
    [InlineData(600, 4)]
    [InlineData(302, 1)]
    public async Task TerminateAutomationExecutionAsync_TokenEndpointAnswersOtherwise_IsNotApplied(int status, int requests)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", status));
        using var client = TokenClient(server);

        await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal(requests, server.Requests.Count(request => request.IsToken));
        Assert.Equal(requests, server.Requests.Select(request => request.Body).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("3600.0", true)]
    [InlineData("3.6e3", true)]
    [InlineData("1e400", true)]
    [InlineData("1.9", true)]
    [InlineData("0.9", false)]
    [InlineData("-1", false)]
    [InlineData("null", false)]
    [InlineData("\"3600\"", false)]
    [InlineData("{}", false)]
    public async Task TerminateAutomationExecutionAsync_LifetimeIsWrittenOtherwise_IsAnyNumberThatIsPositiveRoundedDown(string lifetime, bool isGood)
    {
        await using var server = new ScriptedServer(request => Reply.Json(request.IsToken ? $$"""{"access_token":"t\ud83d-1","access_token":"t-1","expires_in":{{lifetime}},"x":"\ud83d"}""" : "{}"));
        using var client = TokenClient(server);

        if (isGood)
        {
            Assert.Equal(ControlOutcome.Applied, (await client.TerminateAutomationExecutionAsync("839265")).Outcome);
        }
        else
        {
            var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("839265"));
            Assert.Equal(RefusalReason.Authentication, exception.Reason);
        }
    }

    private static FailureKind Expected(int status) => status switch
    {
        425 or 429 => FailureKind.Unsent,
        408 or 499 => FailureKind.Unclear,
        < 300 or >= 500 => FailureKind.Unclear,
        < 400 => FailureKind.Barred,
        _ => FailureKind.Refused,
    };

    private ConductorOneClient TokenClient(ScriptedServer server) => new(new ConductorOneClientOptions
    {
        ServerUrl = server.Url,
        ClientId = "clever-fox-1234@acme.conductor.one/spc",
        ClientSecret = ClientSecretText.Valid,
        TimeProvider = _clock,
        Random = new FixedRandom(1),
        Retry = { Deadline = null, AttemptTimeout = TimeSpan.FromHours(1) },
    });
}
