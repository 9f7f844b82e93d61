using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Waiting;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Diagnostics;

/// <summary>Something that an application does, against a server that answers so.</summary>
/// <param name="Name">What happens, for a reader of the document.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record TelemetryScenario(string Name, Func<Task> RunAsync)
{
    private const string Running = """{"automationExecution":{"id":"1","state":"AUTOMATION_EXECUTION_STATE_PROCESS_STEP"}}""";
    private const string Terminated = """{"automationExecution":{"id":"1","state":"AUTOMATION_EXECUTION_STATE_TERMINATE"}}""";
    private const string Tripped = """{"automation":{"id":"aut_1","circuitBreaker":{"trippedAt":"2026-03-01T11:00:00Z"}}}""";

    public static TelemetryScenario SentTwice { get; } = Kubiya(
        "a call that is sent a second time",
        client => client.PauseExecutionAsync("1"),
        Reply.Json("{}", 429),
        Reply.Json("""{"success":true}"""));

    public static TelemetryScenario TokenRenewed { get; } = new("a call whose token is rejected and renewed", async () =>
    {
        await using var server = new ScriptedServer(request => request switch
        {
            { Path: "/auth/v1/token" } => Reply.Json($$"""{"access_token":"token-{{request.Number}}","expires_in":3600}"""),
            _ when request.Headers["Authorization"] == "Bearer token-1" => Reply.Json("{}", 401),
            _ => Reply.Json("{}"),
        });
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock(), WithClientCredentials);
        await client.TerminateAutomationExecutionAsync("1");
    });

    public static TelemetryScenario Refused { get; } = Kubiya(
        "a call that the service refuses",
        client => Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync("1")),
        Reply.Json("""{"success":false,"status":"completed","error":"it is completed"}"""));

    public static TelemetryScenario Unknown { get; } = new("a call whose answer is lost, settled by nothing", async () =>
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Close : Reply.Json("""{"id":1,"status":"PAUSED"}"""));
        using var client = TestClients.Codegen(server.Url, new TurnedClock());
        await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(1, "go on"));
    });

    public static TelemetryScenario Canceled { get; } = new("a call that its caller cancels", async () =>
    {
        var hang = Reply.Hang();
        await using var server = new ScriptedServer(hang);
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());
        using var cancellation = new CancellationTokenSource();
        var call = client.PauseExecutionAsync("1", cancellationToken: cancellation.Token);
        await hang.Written.Task;
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<ControlCallCanceledException>(() => call);
    });

    public static TelemetryScenario Resolved { get; } = ConductorOne(
        "paused executions resolved in two rounds",
        client => client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Cancel, new ResolvePausedOptions { Reason = "runaway" }),
        Reply.Json("""{"pausedCount":5,"erroredCount":2}"""),
        Reply.Json("""{"pausedCount":2,"erroredCount":0}"""),
        Reply.Json(Tripped));

    public static TelemetryScenario PartlyResolved { get; } = ConductorOne(
        "paused executions of which a later round is refused",
        client => client.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run),
        Reply.Json("""{"pausedCount":5,"erroredCount":2}"""),
        Reply.Json("{}", 403),
        Reply.Json(Tripped));

    public static TelemetryScenario Cleared { get; } = ConductorOne(
        "a circuit breaker cleared",
        client => client.ClearCircuitBreakerAsync("aut_1"),
        Reply.Json(Tripped),
        Reply.Json("{}"));

    public static TelemetryScenario Read { get; } = Kubiya(
        "an execution read",
        client => client.GetExecutionAsync("1"),
        Reply.Json("""{"id":"1","status":"running"}"""));

    public static TelemetryScenario Listed { get; } = ConductorOne(
        "automations listed, on two pages",
        async client => Assert.Equal(2, await client.ListAutomationsAsync().CountAsync()),
        Reply.Json("""{"list":[{"id":"aut_1"}],"nextPageToken":"2"}"""),
        Reply.Json("""{"list":[{"id":"aut_2"}]}"""));

    public static TelemetryScenario Waited { get; } = ConductorOne(
        "a termination waited for",
        async client => Assert.Equal(WaitOutcome.Verified, (await client.WaitAsync(Accepted.Termination("1"), TimeSpan.FromHours(1))).Outcome),
        Reply.Json(Running),
        Reply.Json(Terminated));

    public static TelemetryScenario ListedInPart { get; } = ConductorOne(
        "automations listed, the second page refused",
        client => Assert.ThrowsAsync<ControlCallRefusedException>(() => client.ListAutomationsAsync().ToListAsync().AsTask()),
        Reply.Json("""{"list":[{"id":"aut_1"}],"nextPageToken":"2"}"""),
        Reply.Json("{}", 403));

    public static TelemetryScenario WaitedInVain { get; } = ConductorOne(
        "a termination waited for by somebody who may not look",
        client => Assert.ThrowsAsync<ControlCallRefusedException>(() => client.WaitAsync(Accepted.Termination("1"), TimeSpan.FromHours(1))),
        Reply.Json("{}", 403));

    public static TelemetryScenario CredentialRejected { get; } = new("a call with a credential that the token endpoint rejects", async () =>
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 401));
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock(), WithClientCredentials);
        await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("1"));
    });

    public static IReadOnlyList<TelemetryScenario> All { get; } =
    [
        SentTwice, TokenRenewed, CredentialRejected, Refused, Unknown, Canceled, Resolved, PartlyResolved, Cleared,
        Read, Listed, ListedInPart, Waited, WaitedInVain,
    ];

    public static void WithClientCredentials(ConductorOneClientOptions options)
    {
        options.AccessToken = null;
        options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
        options.ClientSecret = ClientSecretText.Valid;
    }

    public override string ToString() => Name;

    private static TelemetryScenario ConductorOne(string name, Func<ConductorOneClient, Task> run, params Reply[] replies) => new(name, async () =>
    {
        await using var server = new ScriptedServer(replies);
        using var client = TestClients.ConductorOne(server.Url, new TurnedClock());
        await run(client);
    });

    private static TelemetryScenario Kubiya(string name, Func<KubiyaClient, Task> run, params Reply[] replies) => new(name, async () =>
    {
        await using var server = new ScriptedServer(replies);
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());
        await run(client);
    });
}
