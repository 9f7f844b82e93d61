using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Kubiya;

public sealed class ExecutionTests
{
    private const string Running = "11111111-1111-4111-8111-111111111111";
    private const string Paused = "22222222-2222-4222-8222-222222222222";
    private const string Completed = "33333333-3333-4333-8333-333333333333";
    private const string Waiting = "44444444-4444-4444-8444-444444444444";

    [Theory]
    [InlineData("pause", Running, "paused", "agent-execution-")]
    [InlineData("pause", Waiting, "paused", "team-execution-")]
    [InlineData("resume", Paused, "running", "team-execution-")]
    [InlineData("cancel", Running, "cancelled", "agent-execution-")]
    [InlineData("cancel", Waiting, "cancelled", "team-execution-")]
    public async Task Command_FromItsStatuses_Succeeds(string command, string id, string status, string workflow)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/{id}/{command}");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal(id, answer.Json.GetProperty("execution_id").GetString());
        Assert.Equal(workflow + id, answer.Json.GetProperty("workflow_id").GetString());
        Assert.NotEmpty(answer.Json.GetProperty("message").GetString()!);
        Assert.Equal(status, server.State.KubiyaExecution(id).Status);
    }

    [Theory]
    [InlineData("pause", Paused, "paused")]
    [InlineData("pause", Completed, "completed")]
    [InlineData("resume", Running, "running")]
    [InlineData("resume", Waiting, "waiting_for_input")]
    [InlineData("resume", Completed, "completed")]
    [InlineData("cancel", Paused, "paused")]
    [InlineData("cancel", Completed, "completed")]
    public async Task Command_FromOtherStatuses_IsRefusedWith200(string command, string id, string status)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/{id}/{command}", "{}");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.False(answer.Json.GetProperty("success").GetBoolean());
        var refusal = command switch { "pause" => "Execution cannot be paused", "resume" => "Execution is not paused", _ => "Execution is not running" };
        Assert.Equal($"{refusal} (status: {status})", answer.Json.GetProperty("error").GetString());
        Assert.Equal(id, answer.Json.GetProperty("execution_id").GetString());
        Assert.Equal(status, answer.Json.GetProperty("status").GetString());
        Assert.Equal(status, server.State.KubiyaExecution(id).Status);
    }

    [Theory]
    [InlineData(Running, "agent-execution-")]
    [InlineData(Paused, "team-execution-")]
    [InlineData(Waiting, "team-execution-")]
    public async Task Terminate_NotFinal_EndsIt(string id, string workflow)
    {
        var clock = new ManualTimeProvider();
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/{id}/terminate", """{"reason":"stuck"}""");
        Assert.Equal($$"""{"success":true,"workflow_id":"{{workflow}}{{id}}","terminated_at":"2026-03-01T12:00:00"}""", answer.Body);
        Assert.Equal("terminated", server.State.KubiyaExecution(id).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync($"/api/v1/executions/{id}/terminate", """{"reason":"stuck"}""")).Status);
    }

    [Fact]
    public async Task Terminate_Final_IsBadRequestWithItsStatus()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/{Completed}/terminate", """{"reason":"stuck"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("completed", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, """["body"]""", "missing")]
    [InlineData("{}", """["body","reason"]""", "missing")]
    [InlineData("""{"reason":""}""", """["body","reason"]""", "string_too_short")]
    [InlineData("""{"reason":7}""", """["body","reason"]""", "string_type")]
    public async Task Terminate_BadReason_IsRefused(string? body, string location, string type)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/{Running}/terminate", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        var fault = Assert.Single(answer.Json.GetProperty("detail").EnumerateArray());
        Assert.Equal((location, type), (fault.GetProperty("loc").GetRawText(), fault.GetProperty("type").GetString()));
        Assert.Equal("running", server.State.KubiyaExecution(Running).Status);
    }

    [Fact]
    public async Task Terminate_Reason_IsMeasuredInCharacters()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var long500 = string.Concat(Enumerable.Repeat("🛑", 500));
        var tooLong = await caller.PostAsync($"/api/v1/executions/{Running}/terminate", $$"""{"reason":"{{long500}}x"}""");
        Assert.Equal("string_too_long", tooLong.Json.GetProperty("detail")[0].GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync($"/api/v1/executions/{Running}/terminate", $$"""{"reason":"{{long500}}"}""")).Status);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("terminate")]
    public async Task AnyOperation_UnknownOrBadId_AnswersAsTheServiceDoes(string command)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var unknown = await CallAsync("99999999-9999-4999-8999-999999999999");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal("""{"detail":"Execution not found"}""", unknown.Body);

        foreach (var id in new[] { "not-a-uuid", "11111111-1111-4111-8111-11111111111", "%20", ".." })
        {
            var bad = await CallAsync(id);
            Assert.Equal(HttpStatusCode.InternalServerError, bad.Status);
            var detail = bad.Json.GetProperty("detail").GetString()!;
            Assert.Equal(
                command == "terminate"
                    ? "An unexpected error occurred while terminating execution"
                    : $"Failed to {command} execution: badly formed hexadecimal UUID string",
                detail);
        }

        Task<Answer> CallAsync(string id) => command == "get"
            ? caller.GetAsync($"/api/v1/executions/{id}")
            : caller.PostAsync($"/api/v1/executions/{id}/{command}", """{"reason":"x"}""");
    }

    [Theory]
    [InlineData("11111111-1111-4111-8111-111111111111")]
    [InlineData("11111111111141118111111111111111")]
    [InlineData("%7B11111111-1111-4111-8111-111111111111%7D")]
    [InlineData("urn:uuid:11111111-1111-4111-8111-111111111111")]
    [InlineData("1-1-1-1-1-1-1-1-1-1-1-1-4-1-1-1-8-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1")]
    public async Task Get_OtherFormsOfAUuid_AreAccepted(string id)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        Assert.Equal(Running, (await caller.GetAsync($"/api/v1/executions/{id}")).Json.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("pause", """{"success":true,"execution_id":"{id}","workflow_id":"agent-execution-{id}","message":"Execution paused successfully"}""")]
    [InlineData("resume", """{"success":false,"error":"Execution is not paused (status: running)","execution_id":"{id}","status":"running"}""")]
    public async Task Command_OtherFormOfAUuid_IsRepeatedAsItCame(string command, string body)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync($"/api/v1/executions/urn:uuid:{Running}/{command}");
        Assert.Equal(body.Replace("{id}", $"urn:uuid:{Running}", StringComparison.Ordinal), answer.Body);
    }

    [Fact]
    public async Task Get_NothingSet_StillHasEveryField()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var execution = (await caller.GetAsync($"/api/v1/executions/{Running}")).Json;
        var unset = ((string[])["system_prompt", "usage", "execution_metadata", "user_id", "user_name", "user_avatar", "participants"])
            .Select(name => execution.GetProperty(name).GetRawText());
        Assert.Equal(["null", "{}", "{}", "null", "null", "null", "[]"], unset);
    }

    [Fact]
    public async Task Cancel_Done_KeepsWhy()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        await caller.PostAsync($"/api/v1/executions/{Running}/cancel");
        Assert.Equal("Cancelled by user", (await caller.GetAsync($"/api/v1/executions/{Running}")).Json.GetProperty("error_message").GetString());
    }

    [Fact]
    public async Task Cancel_EngineUnreachable_CancelsWithAWarning()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        server.Faults.Add(new FaultRule { Operation = OperationNames.CancelExecution, EngineUnreachable = true, Times = 1 });
        var answer = await caller.PostAsync($"/api/v1/executions/{Running}/cancel");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((true, "Execution marked as cancelled"), (answer.Json.GetProperty("success").GetBoolean(), answer.Json.GetProperty("message").GetString()));
        Assert.NotEmpty(answer.Json.GetProperty("warning").GetString()!);
        Assert.False(answer.Json.TryGetProperty("workflow_id", out _));
        var execution = (await caller.GetAsync($"/api/v1/executions/{Running}")).Json;
        Assert.Equal("cancelled", execution.GetProperty("status").GetString());
        Assert.StartsWith("Cancelled: ", execution.GetProperty("error_message").GetString(), StringComparison.Ordinal);

        // What is refused is refused, engine or not.
        server.Faults.Add(new FaultRule { Operation = OperationNames.CancelExecution, EngineUnreachable = true });
        Assert.False((await caller.PostAsync($"/api/v1/executions/{Paused}/cancel")).Json.GetProperty("success").GetBoolean());
        Assert.Throws<ArgumentException>(() => server.Faults.Add(new FaultRule { Operation = OperationNames.PauseExecution, EngineUnreachable = true }));
    }

    [Theory]
    [InlineData("limit=-1", "LIMIT")]
    [InlineData("skip=-5", "OFFSET")]
    public async Task List_NegativeNumber_IsTheDatabasesFault(string query, string clause)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.GetAsync("/api/v1/executions?" + query);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal($"Failed to list executions: {clause} must not be negative", answer.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task TerminateSeveral_NotServed_IsNotFoundRatherThanABadId()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.PostAsync("/api/v1/executions/batch/terminate", $$"""{"execution_ids":["{{Running}}"],"reason":"stuck"}""");
        Assert.Equal((HttpStatusCode.NotFound, """{"detail":"Not Found"}"""), (answer.Status, answer.Body));
        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.PostAsync("/api/v1/executions/batch/pause")).Status);
    }

    [Fact]
    public async Task Get_Times_ComeWithAndWithoutZone()
    {
        var clock = new ManualTimeProvider();
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await using var server = await ReferenceServer.StartAsync(new() { TimeProvider = clock });
        using var caller = Caller.Kubiya(server);
        var execution = (await caller.GetAsync($"/api/v1/executions/{Running}")).Json;
        Assert.Equal("2026-03-01T11:48:00.250000+00:00", execution.GetProperty("created_at").GetString());
        Assert.Equal("2026-03-01T11:49:00.250000", execution.GetProperty("started_at").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, execution.GetProperty("completed_at").ValueKind);
    }

    [Theory]
    [InlineData("", "1243")]
    [InlineData("?limit=2", "12")]
    [InlineData("?skip=1&limit=1", "2")]
    [InlineData("?status_filter=paused", "2")]
    [InlineData("?status_filter=none", "")]
    [InlineData("?status_filter=Paused", "2")]
    [InlineData("?status_filter=", "1243")]
    [InlineData("?execution_type=TEAM", "24")]
    [InlineData("?execution_type=team&status_filter=PAUSED", "2")]
    [InlineData("?execution_type=", "1243")]
    public async Task List_IsABareArrayNewestFirst(string query, string firstDigits)
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = (await caller.GetAsync("/api/v1/executions" + query)).Json;

        // Created 12 minutes, 50 minutes, 2 hours and 7 hours ago.
        Assert.Equal(firstDigits, string.Concat(answer.EnumerateArray().Select(execution => execution.GetProperty("id").GetString()![0])));
    }

    [Fact]
    public async Task List_BadQuery_IsRefused()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Kubiya(server);
        var answer = await caller.GetAsync("/api/v1/executions?limit=x");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("""["query","limit"]""", answer.Json.GetProperty("detail")[0].GetProperty("loc").GetRawText());
    }
}
