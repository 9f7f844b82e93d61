using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Cli.Tests.Servers;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary>Ctrl-C and SIGTERM in the middle of a call: a report within a second, and the exit code of the signal.</summary>
public sealed class SignalTests : IDisposable
{
    // A second for ectl, the rest for a busy machine.
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(4);

    private readonly UserFolder _user = new();

    /// <summary>Stands where a report is read that takes more than the moment that a signal leaves: a busy machine may need longer for it.</summary>
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Interrupt_CallIsUnderWay_ExitsWith130AndSaysWhatIsUnknown()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Resume(server, "--output", "json");
        await server.ArrivalsAsync(1);
        var sent = TimeProvider.System.GetTimestamp();

        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();
        Assert.True(TimeProvider.System.GetElapsedTime(sent) < SoonEnough);
        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
        Assert.Equal(130, document.GetProperty("exitCode").GetInt32());
        Assert.False(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal("codegen", document.GetProperty("service").GetString());
        Assert.Equal("101", document.GetProperty("target").GetString());
    }

    [Fact]
    public async Task Terminate_CallIsUnderWay_ExitsWith143()
    {
        await using var server = new RawServer(_ => RawAnswer.Silence);
        await using var ectl = Resume(server);
        await server.ArrivalsAsync(1);

        ectl.Terminate();

        var result = (await ectl.WaitAsync()).ShouldExitWith(143);
        Assert.Empty(result.Output);
        Assert.Contains("not known", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Whoever runs the tests may ignore SIGHUP, and the child would then do so, too.</summary>
    [Fact]
    public async Task HangUp_SeveralTargets_ReportsEachAndExitsWith129()
    {
        var requests = 0;
        await using var server = new RawServer(_ => Interlocked.Increment(ref requests) == 1
            ? RawAnswer.Json(200, """{"success":true,"message":"ok"}""")
            : RawAnswer.Silence);
        await using var ectl = EctlProcess.Start(
            "/usr/bin/env", _user, ["--default-signal=HUP", EctlFile.Path, "executions", "pause", "a", "b", "c", "--yes"], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(2);

        ectl.HangUp();

        var result = (await ectl.WaitAsync()).ShouldExitWith(129);
        Assert.Matches(@"a +applied +0[^$]*b +unknown +129[^$]*c +not sent +129", result.Output);
        Assert.EndsWith("\nHung up: 3 executions, 1 applied, 1 unknown, 1 not sent.\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HangUp_UnderNohup_GoesOn()
    {
        var answer = new TaskCompletionSource<RawAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawServer(_ => answer.Task.GetAwaiter().GetResult());
        await using var ectl = EctlProcess.Start(
            "/usr/bin/env", _user, ["--default-signal=HUP", "nohup", EctlFile.Path, "executions", "pause", "a"], ServiceVariables.Kubiya(server.Url));
        await server.ArrivalsAsync(1);

        ectl.HangUp();
        answer.SetResult(RawAnswer.Json(200, """{"success":true,"message":"ok"}"""));

        (await ectl.WaitAsync()).ShouldExitWith(0);
    }

    [Fact]
    public async Task Interrupt_SecondRoundIsUnderWay_ReportsWhatTheFirstSettled()
    {
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = TwoRounds(second);
        await using var ectl = Start(
            ServiceVariables.ConductorOne(server.Url), "automations", "resolve-paused", "--yes", "aut_1", "--decision", "run", "--output", "json");
        await UntilAsync(second.Task.WaitAsync(TimeSpan.FromMinutes(1)));

        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();
        Assert.Equal("unknown", document.GetProperty("outcome").GetString());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Equal(237, document.GetProperty("totals").GetProperty("resolved").GetInt64());
        Assert.Equal(1, document.GetProperty("totals").GetProperty("rounds").GetInt32());
    }

    [Fact]
    public async Task Interrupt_WaitingForTheNextAttempt_ExitsWith130AndNothingWasApplied()
    {
        await using var server = new RawServer(_ => RawAnswer.Json(429, "{}", "Retry-After: 60\r\n"));
        await using var ectl = Start(ServiceVariables.Kubiya(server.Url), "executions", "pause", "a", "--output", "json");
        await server.FirstAnswerRead;

        ectl.Interrupt();

        var document = (await ectl.WaitAsync()).ShouldExitWith(130).ErrorDocument();
        Assert.Equal("notApplied", document.GetProperty("outcome").GetString());
        Assert.True(document.GetProperty("safeToRepeat").GetBoolean());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Interrupt_ForPeople_SaysWhatWasDoneAndHowToCheck()
    {
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = TwoRounds(second);
        await using var ectl = Start(ServiceVariables.ConductorOne(server.Url), "automations", "resolve-paused", "--yes", "aut_1", "--decision", "run");
        await UntilAsync(second.Task.WaitAsync(TimeSpan.FromMinutes(1)));

        ectl.Interrupt();

        var result = (await ectl.WaitAsync()).ShouldExitWith(130);
        Assert.Contains("\nInterrupted while ConductorOne was asked to ", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n237 were settled before, in 1 round.\n", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nConductorOne may go on with it. To check: ectl automations get aut_1\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_WhileWaiting_SaysWhatWasAcceptedAndSeen()
    {
        await using var server = new RawServer(request => request.Method == "POST"
            ? RawAnswer.Json(200, """{"success":true,"message":"ok"}""")
            : RawAnswer.Json(200, """{"id":"a","status":"running"}"""));
        await using var ectl = Start(ServiceVariables.Kubiya(server.Url), "executions", "pause", "a", "--wait");
        await UntilAsync(server.ArrivalsAsync(2));

        ectl.Interrupt();

        var result = (await ectl.WaitAsync()).ShouldExitWith(130);
        Assert.Contains("Interrupted: after ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Applied: execution a is paused.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("last look failed", result.Error, StringComparison.Ordinal);
    }

    private Ectl Start(IReadOnlyDictionary<string, string> variables, params string[] arguments) =>
        Ectl.Start(_user, arguments, new EctlSurroundings { Clock = _clock }, variables);

    /// <summary>Answers the first round of settling what is paused, and no second one; nor a look, of which one may come in between.</summary>
    private static RawServer TwoRounds(TaskCompletionSource second)
    {
        var rounds = 0;
        return new RawServer(request =>
        {
            var round = request.Path.EndsWith("/resolve_paused", StringComparison.Ordinal) ? Interlocked.Increment(ref rounds) : 0;
            if (round == 2)
            {
                second.TrySetResult();
            }

            return round == 1 ? RawAnswer.Json(200, """{"pausedCount":237,"erroredCount":3,"bulkActionId":""}""") : RawAnswer.Silence;
        });
    }

    /// <summary>Lets the clock go on until something has come.</summary>
    private async Task UntilAsync(Task come)
    {
        while (!come.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(come, Task.Delay(10));
        }

        await come;
    }

    private EctlProcess Resume(RawServer server, params string[] options) => EctlProcess.Start(
        _user,
        ["agent-runs", "resume", "101", "--prompt", "go on", .. options],
        ServiceVariables.Codegen(server.Url));
}
