using System.Net;
using System.Text.Json;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Breaches;

public sealed class ContractBreachTests
{
    private const string Resolve = "/api/v1/automations/aut_runaway/circuit_breaker/resolve_paused";
    private const string ResumeRunning = "/api/v1/executions/11111111-1111-4111-8111-111111111111/resume";
    private const string Run = "/v1/organizations/42/agent/run/101";

    /// <summary>For each breach: a request, and what its answer then is. Without the breach every one of them is different.</summary>
    private static readonly Dictionary<ContractBreach, Func<ReferenceServer, Task<bool>>> IsBroken = new()
    {
        [ContractBreach.CountAsString] = async server => (await C1(server).PostAsync(Resolve, """{"decision":2}""")).Json.GetProperty("pausedCount").ValueKind == JsonValueKind.String,
        [ContractBreach.Int64AsNumber] = async server =>
            (await C1(server).GetAsync("/api/v1/automation_executions/9007199254740993")).Json.GetProperty("automationExecution").GetProperty("id").ValueKind == JsonValueKind.Number,
        [ContractBreach.MissingPageToken] = async server => !(await C1(server).PostAsync("/api/v1/search/all_automation_executions")).Json.TryGetProperty("nextPageToken", out _),
        [ContractBreach.EndlessPages] = IsEndlessAsync,
        [ContractBreach.UnsetAsMissing] = async server =>
            !(await C1(server).GetAsync("/api/v1/automation_executions/9007199254740993")).Json.GetProperty("automationExecution").TryGetProperty("isDraft", out _),
        [ContractBreach.ErrorWithoutCode] = async server => !(await C1(server).GetAsync("/api/v1/automations/none")).Json.TryGetProperty("code", out _),
        [ContractBreach.ErrorWithoutRequestId] = async server =>
            !(await C1(server).GetAsync("/api/v1/automations/none")).Json.GetProperty("message").GetString()!.Contains("request-id", StringComparison.Ordinal),
        [ContractBreach.ExpiresInAsString] = async server => (await new TokenRequest(server).SendAsync()).Json.GetProperty("expires_in").ValueKind == JsonValueKind.String,
        [ContractBreach.AssertionReplay] = async server =>
        {
            var request = new TokenRequest(server);
            request.Form["client_assertion"] = request.Sign();
            await request.SendAsync();
            return (await request.SendAsync()).Status == HttpStatusCode.OK;
        },
        [ContractBreach.TokenNotChecked] = async server => (await Caller.With(server, "Bearer", "guess").GetAsync(Run)).Status == HttpStatusCode.OK,
        [ContractBreach.NotFoundAsServerError] = async server => (await C1(server).GetAsync("/api/v1/automations/none")).Status == HttpStatusCode.InternalServerError,
        [ContractBreach.ValidationAsText] = async server => (await Codegen(server).GetAsync("/v1/organizations/x/agent/runs")).Json.GetProperty("detail").ValueKind == JsonValueKind.String,
        [ContractBreach.MissingStatus] = async server => !(await Codegen(server).GetAsync(Run)).Json.TryGetProperty("status", out _),
        [ContractBreach.RunIdAsString] = async server => (await Codegen(server).GetAsync(Run)).Json.GetProperty("id").ValueKind == JsonValueKind.String,
        [ContractBreach.RefusalAsSuccess] = async server => (await Caller.Kubiya(server).PostAsync(ResumeRunning)).Json.GetProperty("success").GetBoolean(),
        [ContractBreach.RefusalAsConflict] = async server => (await Caller.Kubiya(server).PostAsync(ResumeRunning)).Status == HttpStatusCode.Conflict,
        [ContractBreach.BadIdAsNotFound] = async server => (await Caller.Kubiya(server).GetAsync("/api/v1/executions/nonsense")).Status == HttpStatusCode.NotFound,
    };

    public static TheoryData<string> Names => [.. ContractBreachName.All];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Breach_Asked_ChangesTheWireAsNamed_AndNothingElse(string name)
    {
        var breach = ContractBreachName.Parse(name)!.Value;
        await using var broken = await ReferenceServer.StartAsync(new() { Breaches = { breach } });
        Assert.True(await IsBroken[breach](broken));
        await using var whole = await ReferenceServer.StartAsync();
        Assert.False(await IsBroken[breach](whole));

        // A breach is one breach: what the others look at is as it should be.
        await using var another = await ReferenceServer.StartAsync(new() { Breaches = { breach } });
        foreach (var (other, isBroken) in IsBroken.Where(each => each.Key != breach))
        {
            Assert.False(await isBroken(another), $"{name} also broke {ContractBreachName.Of(other)}");
        }
    }

    [Fact]
    public void Names_AreADozenOrMoreInKebabCase()
    {
        Assert.True(ContractBreachName.All.Count >= 12);
        Assert.Contains("count-as-string", ContractBreachName.All);
        Assert.Contains("int64-as-number", ContractBreachName.All);
        Assert.Contains("refusal-as-success", ContractBreachName.All);
        Assert.Null(ContractBreachName.Parse("none"));
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
