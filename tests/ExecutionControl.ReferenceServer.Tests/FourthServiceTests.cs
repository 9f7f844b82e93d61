using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using ExecutionControl.Reference.State;
using ExecutionControl.Reference.Tenants;
using ExecutionControl.Reference.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Tests;

/// <summary>A service that nothing in the server knows, added by one line.</summary>
public sealed class FourthServiceTests
{
    private const string Key = "fourth-key";

    [Fact]
    public async Task FurtherService_Composed_AnswersAndIsJournalledAndRejectsLikeTheOthers()
    {
        await using var server = await StartAsync();
        using var caller = Caller.With(server, "Bearer", Key);
        using var stranger = Caller.With(server, "Bearer", "other");
        var answer = await caller.PostAsync("/fourth/v1/jobs/job_7/stop");
        Assert.Equal((HttpStatusCode.OK, """{"id":"job_7","state":"stopped"}"""), (answer.Status, answer.Body));
        Assert.Equal((HttpStatusCode.Unauthorized, """{"fault":"no key"}"""), Seen(await stranger.PostAsync("/fourth/v1/jobs/job_7/stop")));
        Assert.Equal((HttpStatusCode.NotFound, """{"fault":"Not Found"}"""), Seen(await caller.GetAsync("/fourth/v1/nothing")));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, """{"fault":"Method Not Allowed"}"""), Seen(await caller.GetAsync("/fourth/v1/jobs/job_7/stop")));

        var entry = server.Journal.Entries[0];
        Assert.Equal((FourthModule.Name, FourthModule.Stop, "job_7", (int?)200, true), (entry.Service, entry.Operation, entry.Target, entry.Status, entry.WasHandled));
        Assert.All(server.Journal.Entries, each => Assert.Equal(FourthModule.Name, each.Service));
        Assert.Equal(2, server.Journal.Count(FourthModule.Stop));

        // The three are what they were.
        using var conductorOne = Caller.ConductorOne(server);
        Assert.Equal(HttpStatusCode.OK, (await conductorOne.GetAsync("/api/v1/automations/aut_runaway")).Status);
        Assert.Equal(ServiceNames.ConductorOne, server.Journal.Entries[^1].Service);
    }

    [Fact]
    public async Task FurtherService_UnderARule_IsStruckAndRateLimitedLikeTheOthers()
    {
        await using var server = await StartAsync();
        using var caller = Caller.With(server, "Bearer", Key);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        server.Faults.Add(new FaultRule { Operation = FourthModule.Stop, Target = "job_7", Times = 1, Status = 503 });
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"fault":"a rehearsed fault"}"""), Seen(await caller.PostAsync("/fourth/v1/jobs/job_7/stop")));
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/fourth/v1/jobs/job_7/stop")).Status);

        var posted = await control.PostAsync("/_control/rules", """{"rateLimits":true,"rules":[{"operation":"StopJob","target":"job_8","status":500}]}""");
        Assert.Equal(HttpStatusCode.OK, posted.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.PostAsync("/fourth/v1/jobs/job_8/stop")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/fourth/v1/jobs/job_9/stop")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/fourth/v1/jobs/job_9/stop")).Status);
        Assert.Equal((HttpStatusCode.TooManyRequests, """{"fault":"too often"}"""), Seen(await caller.PostAsync("/fourth/v1/jobs/job_9/stop")));
        Assert.Equal(HttpStatusCode.BadRequest, (await control.PostAsync("/_control/rules", """{"rules":[{"operation":"StartJob","status":500}]}""")).Status);
    }

    [Fact]
    public async Task FurtherService_SeenByControl_HasItsStateItsCountsAndItsWork()
    {
        await using var server = await StartAsync();
        using var caller = Caller.With(server, "Bearer", Key);
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        await caller.PostAsync("/fourth/v1/jobs/job_7/stop");
        Assert.Equal("""["job_7"]""", (await control.GetAsync("/_control/state")).Json.GetProperty("stoppedJobs").GetRawText());
        Assert.Equal(1, (await control.GetAsync("/_control/journal")).Json.GetProperty("counts").GetProperty(FourthModule.Stop).GetInt32());

        var work = Assert.Single(FourthModule.Of(server).Work);
        await server.SaveSnapshotAsync("one");
        await server.RestoreSnapshotAsync("one");
        Assert.Equal(1, work.WokenUp);
        await server.DisposeAsync();
        Assert.True(work.IsDisposed);
    }

    [Fact]
    public async Task Operations_OfTheThreeServices_AreThoseThatHaveNames()
    {
        await using var server = await ReferenceServer.StartAsync();
        Assert.Equal(OperationNames.All, server.Faults.Operations);
        Assert.Equal(ServiceNames.All, server.Composition.Services.SelectMany(service => service.Operations).Select(operation => operation.Endpoint.Service).Distinct());
    }

    private static Task<ReferenceServer> StartAsync() => ReferenceServer.StartAsync(new()
    {
        SeedPaused = 0, FurtherServices = { (limits, _) => new FourthModule(limits) },
    });

    private static (HttpStatusCode, string) Seen(Answer answer) => (answer.Status, answer.Body);

    private sealed class FourthModule : IService
    {
        public const string Name = "Fourth";
        public const string Stop = "StopJob";

        private readonly List<string> _stopped = [];

        public FourthModule(RateLimits limits)
        {
            var endpoint = new FourthEndpoint(limits.PerToken(2, TimeSpan.FromHours(1)));
            Operations = [new(endpoint, Stop, HttpMethods.Post, "/fourth/v1/jobs/{id}/stop", StopAsync)];
        }

        public IReadOnlyList<ServiceOperation> Operations { get; }

        public List<CountedWork> Work { get; } = [];

        public static FourthModule Of(ReferenceServer server) => server.Composition.Services.OfType<FourthModule>().Single();

        public void WriteState(Utf8JsonWriter json, StateSession session, DateTimeOffset now)
        {
            json.WriteStartArray("stoppedJobs");
            _stopped.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        public ITenantWork StartWork(StateDatabase database)
        {
            Work.Add(new CountedWork());
            return Work[^1];
        }

        private Task<OperationReply> StopAsync(OperationRequest request, CancellationToken cancellationToken)
        {
            _stopped.Add(request.Path["id"]);
            return Task.FromResult(OperationReply.Json(StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("id", request.Path["id"]);
                json.WriteString("state", "stopped");
                json.WriteEndObject();
            }));
        }
    }

    private sealed class FourthEndpoint(RateLimiter limiter) : ServiceEndpoint
    {
        public override string Service => FourthModule.Name;

        public override bool Owns(RequestPath path) => path.Segments[0] is "fourth";

        public override ValueTask<AuthenticatedCaller?> AuthenticateAsync(HttpRequest request, TenantDirectory tenants, CancellationToken cancellationToken) =>
            ValueTask.FromResult(request.Headers.Authorization == $"Bearer {Key}" ? new AuthenticatedCaller("fourth", tenants.First) : null);

        public override OperationReply Error(int status, string message, string requestId) => OperationReply.Json(status, json =>
        {
            json.WriteStartObject();
            json.WriteString("fault", message);
            json.WriteEndObject();
        });

        public override OperationReply Unauthorized(string requestId) => Error(StatusCodes.Status401Unauthorized, "no key", requestId);

        public override OperationReply? Reject(HttpRequest request, string requestId) =>
            limiter.TryPass(Key) ? null : Error(StatusCodes.Status429TooManyRequests, "too often", requestId);
    }

    private sealed class CountedWork : ITenantWork
    {
        public int WokenUp { get; private set; }

        public bool IsDisposed { get; private set; }

        public void WakeUp() => WokenUp++;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
