using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Waiting;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>One of each service's clients, with the limits that are the default, and every call that they can make.</summary>
internal sealed class FuzzedCalls : IDisposable
{
    public const string StaticToken = "static-token-0123456789";
    private const string Execution = DocumentedAnswers.Execution;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset AcceptedAt = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConductorOneClient _minting;
    private readonly ConductorOneClient _conductorOne;
    private readonly CodegenClient _codegen;
    private readonly KubiyaClient _kubiya;

    public FuzzedCalls(Uri server, TurnedClock clock)
    {
        _conductorOne = new ConductorOneClient(Configure(new ConductorOneClientOptions { AccessToken = StaticToken }));
        _minting = new ConductorOneClient(Configure(new ConductorOneClientOptions { ClientId = "clever-fox-1234@acme.conductor.one/spc", ClientSecret = ClientSecretText.Valid }));
        _codegen = new CodegenClient(Configure(new CodegenClientOptions { ApiToken = StaticToken, OrganizationId = 42 }));
        _kubiya = new KubiyaClient(Configure(new KubiyaClientOptions { ApiKey = StaticToken }));
        All =
        [
            Change("resolve-paused", async token => await _conductorOne.ResolvePausedExecutionsAsync("aut_1", PausedExecutionDecision.Run, cancellationToken: token)),
            Change("clear-breaker", async token => await _conductorOne.ClearCircuitBreakerAsync("aut_1", cancellationToken: token)),
            Change("clear-breaker with a decision", async token => await _conductorOne.ClearCircuitBreakerAsync("aut_1", PausedExecutionDecision.Cancel, cancellationToken: token)),
            Change("terminate", async token => await _conductorOne.TerminateAutomationExecutionAsync("839265", cancellationToken: token)),
            Change("terminate with client credentials", async token => await _minting.TerminateAutomationExecutionAsync("839265", cancellationToken: token)),
            Change("agent-run resume", async token => await _codegen.ResumeAgentRunAsync(101, "go", cancellationToken: token)),
            Change("ban", async token => await _codegen.BanPullRequestChecksAsync(101, cancellationToken: token)),
            Change("unban", async token => await _codegen.UnbanPullRequestChecksAsync(101, cancellationToken: token)),
            Change("pause", async token => await _kubiya.PauseExecutionAsync(Execution, cancellationToken: token)),
            Change("resume", async token => await _kubiya.ResumeExecutionAsync(Execution, cancellationToken: token)),
            Change("cancel", async token => await _kubiya.CancelExecutionAsync(Execution, cancellationToken: token)),
            Change("terminate execution", async token => await _kubiya.TerminateExecutionAsync(Execution, "stuck", cancellationToken: token)),
            Read("token", async token => await _minting.GetAccessTokenAsync(token)),
            Read("automation", async token => await _conductorOne.GetAutomationAsync("aut_1", cancellationToken: token)),
            Read("automations", async token => await _conductorOne.ListAutomationsAsync(cancellationToken: token).Take(2000).ToListAsync(token)),
            Read("automation execution", async token => await _conductorOne.GetAutomationExecutionAsync("839265", cancellationToken: token)),
            Read("search", async token => await _conductorOne.ListAutomationExecutionsAsync(cancellationToken: token).Take(2000).ToListAsync(token)),
            Read("agent run", async token => await _codegen.GetAgentRunAsync(101, cancellationToken: token)),
            Read("agent runs", async token => await _codegen.ListAgentRunsAsync(cancellationToken: token).Take(2000).ToListAsync(token)),
            Read("execution", async token => await _kubiya.GetExecutionAsync(Execution, cancellationToken: token)),
            Read("executions", async token => await _kubiya.ListExecutionsAsync(cancellationToken: token).Take(2000).ToListAsync(token)),
            Read("wait terminated", async token => await _conductorOne.WaitAsync(Accepted.Termination("839265"), Patience, cancellationToken: token)),
            Read("wait resolved", async token => await _conductorOne.WaitAsync(Accepted.Resolve("aut_1", AcceptedAt), Patience, cancellationToken: token)),
            Read("wait resumed", async token => await _codegen.WaitAsync(Accepted.Resume(101), Patience, cancellationToken: token)),
            Read("wait", async token => await _kubiya.WaitAsync(Accepted.Command(Execution, KubiyaExecutionCommand.Pause), Patience, cancellationToken: token)),
        ];

        TOptions Configure<TOptions>(TOptions options)
            where TOptions : ControlClientOptions
        {
            options.ServerUrl = server;
            options.TimeProvider = clock;
            options.Random = new FixedRandom(1);
            return options;
        }
    }

    public IReadOnlyList<(string Name, bool IsChange, Func<CancellationToken, Task<object>> CallAsync)> All { get; }

    public void Dispose()
    {
        _minting.Dispose();
        _conductorOne.Dispose();
        _codegen.Dispose();
        _kubiya.Dispose();
    }

    private static (string Name, bool IsChange, Func<CancellationToken, Task<object>> CallAsync) Change(string name, Func<CancellationToken, Task<ControlResult>> call) =>
        (name, true, async token => await call(token));

    private static (string Name, bool IsChange, Func<CancellationToken, Task<object>> CallAsync) Read(string name, Func<CancellationToken, Task<object>> call) =>
        (name, false, call);
}
