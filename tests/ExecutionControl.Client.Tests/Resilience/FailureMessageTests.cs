using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>The whole sentence that a person reads: what happened, to what, what is now true and what to do next.</summary>
public sealed class FailureMessageTests
{
    private const string Id = "11111111-1111-4111-8111-111111111111";
    private const string Pausing = $"Could not pause execution '{Id}' at Kubiya: ";
    private readonly TurnedClock _clock = new();

    [Theory]
    [InlineData(401, RefusalReason.Authentication, " Check the credential.")]
    [InlineData(403, RefusalReason.Permission, " Ask for the permission, or use a credential that has it.")]
    [InlineData(404, RefusalReason.NotFound, " Check the id, and that the credential belongs to the right tenant or organization.")]
    [InlineData(409, RefusalReason.State, "")]
    [InlineData(400, RefusalReason.Validation, "")]
    [InlineData(422, RefusalReason.Validation, "")]
    [InlineData(418, RefusalReason.Other, "")]
    public async Task Call_Refused_SaysWhatToDo(int status, RefusalReason reason, string advice)
    {
        await using var server = new ScriptedServer(Reply.Json("""{"detail":"no"}""", status, "X-Request-Id: req-1"));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var changing = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.PauseExecutionAsync(Id));
        var reading = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.GetExecutionAsync(Id));

        Assert.Equal($"Kubiya refused to pause execution '{Id}': HTTP {status}, no. Nothing changed.{advice}", changing.Message);
        Assert.Equal($"Kubiya refused to read execution '{Id}': HTTP {status}, no.{advice}", reading.Message);
        Assert.Equal((reason, reason), (changing.Reason, reading.Reason));
        Assert.Equal(
            (ControlService.Kubiya, "pause", Id, status, "no", "req-1", """{"detail":"no"}"""),
            (changing.Details.Service, changing.Details.Operation, changing.Details.Target, changing.Details.StatusCode ?? 0, changing.Details.ServiceMessage, changing.Details.RequestId, changing.Details.ResponseBody));
    }

    [Theory]
    [InlineData(9, RefusalReason.State)]
    [InlineData(3, RefusalReason.Validation)]
    public async Task TerminateAutomationExecutionAsync_BadRequest_IsAboutTheStateWhereItsCodeSaysSo(int code, RefusalReason reason)
    {
        await using var server = new ScriptedServer(Reply.Json($$"""{"code":{{code}},"message":"no"}""", 400));
        using var client = TestClients.ConductorOne(server.Url, _clock);

        Assert.Equal(reason, (await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("1"))).Reason);
    }

    [Theory]
    [InlineData(302, "{}", 0, "HTTP 302: the address leads elsewhere, and redirects are not followed. Nothing changed. Asking again is safe.")]
    [InlineData(429, """{"detail":"slow down."}""", 0, "HTTP 429, slow down. That was the last of 4 attempts. Nothing changed. Asking again is safe.")]
    [InlineData(429, "{}", 400, "HTTP 429. The service asks to wait 400 s. Nothing changed. Asking again is safe.")]
    public async Task Call_NotApplied_SaysHowOftenAndHowLong(int status, string body, int retryAfter, string words)
    {
        await using var server = new ScriptedServer(Reply.Json(body, status, retryAfter > 0 ? [$"Retry-After: {retryAfter}"] : []));
        using var client = TestClients.Kubiya(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal((Pausing + words, true), (exception.Message, exception.SafeToRepeat));
    }

    [Fact]
    public async Task GetExecutionAsync_NoAnswer_SaysNothingOfChanges()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 503));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = 1);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.GetExecutionAsync(Id));

        Assert.Equal($"Could not read execution '{Id}' at Kubiya: HTTP 503. Asking again is safe.", exception.Message);
    }

    [Theory]
    [InlineData(200, 4, " 4 attempts were made. It is now: running. Asking again is safe.")]
    [InlineData(404, 1, " Its present state could not be read. Asking again is safe.")]
    public async Task PauseExecutionAsync_Unknown_SaysWhatWasSeen(int lookStatus, int attempts, string words)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 500) : Reply.Json($$"""{"id":"{{Id}}","status":"running"}""", lookStatus));
        using var client = TestClients.Kubiya(server.Url, _clock, options => options.Retry.MaxAttempts = attempts);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal(($"It is not known whether Kubiya was brought to pause execution '{Id}': HTTP 500.{words}", true), (exception.Message, exception.SafeToRepeat));
        Assert.Equal(lookStatus == 200 ? "running" : null, exception.Details.ObservedState);
    }

    [Fact]
    public async Task ResumeAgentRunAsync_Unknown_SaysWhatNotToDo()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("{}", 500) : Reply.Json("""{"id":101,"status":"PAUSED"}"""));
        using var client = TestClients.Codegen(server.Url, _clock);

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Equal(
            ("It is not known whether Codegen was brought to resume agent run '101': HTTP 500. It is now: PAUSED. Do not just ask again. Every accepted call adds a prompt: "
                + "look at the run first, and resume it only if it is still paused and does not show the prompt.", false),
            (exception.Message, exception.SafeToRepeat));
    }

    [Fact]
    public async Task Call_CancelledBefore_SaysThatNothingChanged()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.Kubiya(server.Url, _clock);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var changing = await Assert.ThrowsAsync<ControlCallCanceledException>(() => client.PauseExecutionAsync(Id, cancellationToken: cancelled.Token));
        var reading = await Assert.ThrowsAsync<ControlCallCanceledException>(() => client.GetExecutionAsync(Id, cancellationToken: cancelled.Token));

        Assert.Equal(($"Cancelled before Kubiya was asked to pause execution '{Id}'. Nothing changed.", ControlOutcome.NotApplied, true), (changing.Message, changing.Outcome, changing.SafeToRepeat));
        Assert.Equal(($"Cancelled before Kubiya was asked to read execution '{Id}'.", ControlOutcome.NotApplied, true), (reading.Message, reading.Outcome, reading.SafeToRepeat));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Call_CancelledInFlight_SaysWhetherAskingAgainIsSafe()
    {
        var (pausing, resuming, reading) = (Reply.Hang(), Reply.Hang(), Reply.Hang());
        await using var server = new ScriptedServer(request => request.Method == "GET" ? reading : request.Path.EndsWith("/pause", StringComparison.Ordinal) ? pausing : resuming);
        using var kubiya = TestClients.Kubiya(server.Url, _clock);
        using var codegen = TestClients.Codegen(server.Url, _clock);

        Assert.Equal(
            ($"Cancelled while Kubiya was asked to pause execution '{Id}': it is not known whether that was applied. Asking again is safe.", ControlOutcome.Unknown, true),
            await CancelAsync(token => kubiya.PauseExecutionAsync(Id, cancellationToken: token), pausing));
        Assert.Equal(
            ("Cancelled while Codegen was asked to resume agent run '101': it is not known whether that was applied. Do not just ask again. Every accepted call adds a prompt: "
                + "look at the run first, and resume it only if it is still paused and does not show the prompt.", ControlOutcome.Unknown, false),
            await CancelAsync(token => codegen.ResumeAgentRunAsync(101, "go on", cancellationToken: token), resuming));
        Assert.Equal(
            ($"Cancelled before Kubiya was asked to read execution '{Id}'.", ControlOutcome.NotApplied, true),
            await CancelAsync(token => kubiya.GetExecutionAsync(Id, cancellationToken: token), reading));
    }

    [Theory]
    [InlineData("name", "the host's name could not be resolved")]
    [InlineData("connection", "the connection failed: x")]
    [InlineData("tls", "no secure connection could be made: x")]
    [InlineData("http", "the connection broke off: x")]
    [InlineData("io", "the connection broke off: x")]
    [InlineData("connect-timeout", "no connection could be made in time")]
    [InlineData("timeout", "there was no answer within 1800 s")]
    [InlineData("cancelled", "there was no answer within 1800 s")]
    [InlineData("format", "the answer could not be read: x")]
    public async Task Call_BreaksOff_SaysHowAndIsUnclearOnceItWasSent(string how, string words)
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Json("""{"success":true}""") : Reply.Json("{}", 404));
        foreach (var isSent in (bool[])[false, true])
        {
            using var client = TestClients.Kubiya(server.Url, _clock, options =>
            {
                options.Retry.MaxAttempts = 1;
                options.Transport = () => new Failing(isSent, Failure(how)) { InnerHandler = new SocketsHttpHandler() };
            });

            var exception = await Assert.ThrowsAnyAsync<ControlCallException>(() => client.PauseExecutionAsync(Id));

            // What is no answer in time was no connection in time, as long as nothing was sent.
            var expected = isSent && how == "connect-timeout" ? "there was no answer within 1800 s" : words;
            Assert.Equal(
                isSent
                    ? $"It is not known whether Kubiya was brought to pause execution '{Id}': {expected}. Its present state could not be read. Asking again is safe."
                    : $"{Pausing}{expected}. Nothing changed. Asking again is safe.",
                exception.Message);
            Assert.NotNull(exception.InnerException);
        }
    }

    [Fact]
    public async Task ResumeAgentRunAsync_HandlerSendsTwiceAtATime_IsSentOnceAndSaysWhose()
    {
        await using var server = new ScriptedServer(request => request.Method == "POST" ? Reply.Hang() : Reply.Json("{}", 404));
        using var client = TestClients.Codegen(server.Url, _clock, options => options.Handlers.Add(() => new Hedging(() => server.Requests.Count > 0)));

        var exception = await Assert.ThrowsAsync<ControlCallUnknownException>(() => client.ResumeAgentRunAsync(101, "go on"));

        Assert.Contains(": A handler tried to send one attempt a second time. Retries belong to the client, which knows which operations allow them. It", exception.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Call_NoAnswerWithoutALimit_NamesNone()
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        using var client = TestClients.Kubiya(server.Url, _clock, options =>
        {
            (options.Retry.MaxAttempts, options.Retry.AttemptTimeout) = (1, Timeout.InfiniteTimeSpan);
            options.Handlers.Add(() => new Failing(isSent: false, new TimeoutException()));
        });

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal($"{Pausing}there was no answer in time. Nothing changed. Asking again is safe.", exception.Message);
    }

    [Theory]
    [InlineData("timeout", "no token was had within 1800 s")]
    [InlineData("io", "no token could be had: x.")]
    public async Task Call_NoToken_SaysThatNothingWasSent(string how, string words)
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        var failure = how == "timeout" ? new OperationCanceledException() : Failure(how);
        using var client = TestClients.Kubiya(server.Url, _clock, options =>
        {
            (options.ApiKey, options.TokenSource, options.Retry.MaxAttempts) = (null, new NoTokens(failure), 2);
        });

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal($"{Pausing}{words.TrimEnd('.')}. That was the last of 2 attempts. Nothing changed. Asking again is safe.", exception.Message);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("refuses", 1)]
    [InlineData("fails", 4)]
    public async Task Call_ProxyFails_IsAskedAgainOnlyWhereThatMayHelp(string how, int attempts)
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        var failure = new ProxyFailureException("the proxy p:1 made no tunnel: x", isRefusal: how == "refuses");
        using var calling = TestClients.Kubiya(server.Url, _clock, options => options.Handlers.Add(() => new Failing(isSent: false, failure)));
        using var minting = TestClients.Kubiya(server.Url, _clock, options =>
            (options.ApiKey, options.TokenSource) = (null, new NoTokens(new TokenRequestException("the proxy p:1 made no tunnel: x", isRejection: false, failure))));

        foreach (var client in (KubiyaClient[])[calling, minting])
        {
            var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

            Assert.StartsWith($"{Pausing}the proxy p:1 made no tunnel: x.", exception.Message, StringComparison.Ordinal);
            Assert.Equal(attempts, exception.Details.Attempts);
        }
    }

    [Theory]
    [InlineData(299, 4)]
    [InlineData(300, 1)]
    [InlineData(399, 1)]
    [InlineData(400, 4)]
    [InlineData(null, 4)]
    public async Task Call_TokenSourceIsSentElsewhere_IsNotAskedAgain(int? status, int attempts)
    {
        await using var server = new ScriptedServer(Reply.Json("{}"));
        var failure = new TokenRequestException("no token", isRejection: false) { StatusCode = status, ResponseBody = "elsewhere", RetryAfter = TimeSpan.FromSeconds(2) };
        using var client = TestClients.Kubiya(server.Url, _clock, options => (options.ApiKey, options.TokenSource) = (null, new NoTokens(failure)));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.PauseExecutionAsync(Id));

        Assert.Equal((attempts, status, status is null ? null : "elsewhere"), (exception.Details.Attempts, exception.Details.StatusCode, exception.Details.ResponseBody));
        Assert.Equal((TimeSpan.FromSeconds(2), (Exception)failure), (exception.Details.RetryAfter, exception.InnerException));
    }

    private static async Task<(string Message, ControlOutcome Outcome, bool SafeToRepeat)> CancelAsync(Func<CancellationToken, Task> call, Reply reply)
    {
        using var cancellation = new CancellationTokenSource();
        var running = call(cancellation.Token);
        await reply.Written.Task;
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAsync<ControlCallCanceledException>(() => running);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        return (exception.Message, exception.Outcome, exception.SafeToRepeat);
    }

    private static Exception Failure(string how) => how switch
    {
        "name" => new HttpRequestException(HttpRequestError.NameResolutionError, "x."),
        "connection" => new HttpRequestException(HttpRequestError.ConnectionError, "y", new IOException("x.")),
        "tls" => new HttpRequestException(HttpRequestError.SecureConnectionError, "y", new IOException("x.")),
        "http" => new HttpRequestException("x."),
        "io" => new IOException("x."),
        "connect-timeout" => new TaskCanceledException("y", new TimeoutException("x.")),
        "timeout" => new TimeoutException("x."),
        "cancelled" => new OperationCanceledException("x."),
        _ => new FormatException("x."),
    };

    /// <summary>Fails in its own way, before or after it has sent a call that changes something.</summary>
    private sealed class Failing(bool isSent, Exception failure) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            if (isSent)
            {
                using var lost = await base.SendAsync(request, cancellationToken);
            }

            throw failure;
        }
    }

    /// <summary>Sends a second time while the first is under way.</summary>
    private sealed class Hedging(Func<bool> isSent) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            // It ends with the server.
            _ = base.SendAsync(request, cancellationToken).ContinueWith(
                static first => first.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            while (!isSent())
            {
                await Task.Yield();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class NoTokens(Exception failure) : ITokenSource
    {
        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) => throw failure;
    }
}
