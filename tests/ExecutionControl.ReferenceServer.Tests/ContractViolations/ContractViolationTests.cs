using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.ContractViolations;

public sealed class ContractViolationTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string ResumeRunning = "/api/v1/executions/11111111-1111-4111-8111-111111111111/resume";
    private const string Run = "/v1/organizations/42/agent/run/101";

    /// <summary>For each violation: a request, and what its answer then is. Without the violation every one of them is different.</summary>
    private static readonly Dictionary<ContractViolation, Func<ReferenceServer, Task<bool>>> IsBroken = new()
    {
        [ContractViolation.CountAsString] = async server => (await C1(server).PostAsync(Resolve, """{"decision":2}""")).Json.GetProperty("pausedCount").ValueKind == JsonValueKind.String,
        [ContractViolation.Int64AsNumber] = async server =>
            (await C1(server).GetAsync("/api/v1/automation_executions/9007199254740993")).Json.GetProperty("automationExecution").GetProperty("id").ValueKind == JsonValueKind.Number,
        [ContractViolation.MissingPageToken] = async server => !(await C1(server).PostAsync("/api/v1/search/all_automation_executions")).Json.TryGetProperty("nextPageToken", out _),
        [ContractViolation.EndlessPages] = IsEndlessAsync,
        [ContractViolation.UnsetAsMissing] = async server =>
            !(await C1(server).GetAsync("/api/v1/automation_executions/9007199254740993")).Json.GetProperty("automationExecution").TryGetProperty("isDraft", out _),
        [ContractViolation.ErrorWithoutCode] = async server => !(await C1(server).GetAsync("/api/v1/automations/none")).Json.TryGetProperty("code", out _),
        [ContractViolation.ErrorWithoutRequestId] = async server =>
            !(await C1(server).GetAsync("/api/v1/automations/none")).Json.GetProperty("message").GetString()!.Contains("request-id", StringComparison.Ordinal),
        [ContractViolation.ExpiresInAsString] = async server => (await new TokenRequest(server).SendAsync()).Json.GetProperty("expires_in").ValueKind == JsonValueKind.String,
        [ContractViolation.AssertionReplay] = async server =>
        {
            var request = new TokenRequest(server);
            request.Form["client_assertion"] = request.Sign();
            await request.SendAsync();
            return (await request.SendAsync()).Status == HttpStatusCode.OK;
        },
        [ContractViolation.TokenNotChecked] = async server => (await Caller.With(server, "Bearer", "guess").GetAsync(Run)).Status == HttpStatusCode.OK,
        [ContractViolation.NotFoundAsServerError] = async server => (await C1(server).GetAsync("/api/v1/automations/none")).Status == HttpStatusCode.InternalServerError,
        [ContractViolation.ValidationAsText] = async server => (await Codegen(server).GetAsync("/v1/organizations/x/agent/runs")).Json.GetProperty("detail").ValueKind == JsonValueKind.String,
        [ContractViolation.MissingStatus] = async server => !(await Codegen(server).GetAsync(Run)).Json.TryGetProperty("status", out _),
        [ContractViolation.RunIdAsString] = async server => (await Codegen(server).GetAsync(Run)).Json.GetProperty("id").ValueKind == JsonValueKind.String,
        [ContractViolation.RefusalAsSuccess] = async server => (await Caller.Kubiya(server).PostAsync(ResumeRunning)).Json.GetProperty("success").GetBoolean(),
        [ContractViolation.RefusalAsConflict] = async server => (await Caller.Kubiya(server).PostAsync(ResumeRunning)).Status == HttpStatusCode.Conflict,
        [ContractViolation.BadIdAsNotFound] = async server => (await Caller.Kubiya(server).GetAsync("/api/v1/executions/nonsense")).Status == HttpStatusCode.NotFound,
    };

    public static TheoryData<string> Names => [.. ContractViolationName.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Violation_Asked_ChangesTheWireAsNamed_AndNothingElse(string name)
    {
        var violation = ContractViolationName.Parse(name)!.Value;
        await using var broken = await ReferenceServer.StartAsync(new() { ContractViolations = { violation } });
        Assert.True(await IsBroken[violation](broken));
        await using var whole = await ReferenceServer.StartAsync();
        Assert.False(await IsBroken[violation](whole));

        // A violation is one violation: what the others look at is as it should be.
        await using var another = await ReferenceServer.StartAsync(new() { ContractViolations = { violation } });
        foreach (var (other, isBroken) in IsBroken.Where(each => each.Key != violation))
        {
            Assert.False(await isBroken(another), $"{name} also broke {ContractViolationName.Of(other)}");
        }
    }

    [Fact]
    public void Names_AreADozenOrMoreInKebabCase()
    {
        Assert.True(ContractViolationName.All.Count >= 12);
        Assert.Contains("count-as-string", ContractViolationName.All);
        Assert.Contains("int64-as-number", ContractViolationName.All);
        Assert.Contains("refusal-as-success", ContractViolationName.All);
        Assert.Null(ContractViolationName.Parse("none"));
    }

    private static Caller C1(ReferenceServer server) => Caller.ConductorOne(server);

    private static Caller Codegen(ReferenceServer server) => Caller.Codegen(server);

    private static async Task<bool> IsEndlessAsync(ReferenceServer server)
    {
        var first = await C1(server).GetAsync("/api/v1/automations");
        var token = first.Json.TryGetProperty("nextPageToken", out var next) ? next.GetString() : "";
        return token is { Length: > 0 } && (await C1(server).GetAsync($"/api/v1/automations?page_token={token}")).Body == first.Body;
    }
}
