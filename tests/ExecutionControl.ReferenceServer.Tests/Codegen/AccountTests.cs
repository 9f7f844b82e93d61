using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Codegen;

public sealed class AccountTests
{
    [Fact]
    public async Task CurrentUser_ItsRuns_AreTheSeeds()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var user = (await caller.GetAsync("/v1/users/me")).Json;
        Assert.Equal("mara@example.com", user.GetProperty("email").GetString());
        Assert.True(user.TryGetProperty("role", out _));
        Assert.True(user.TryGetProperty("is_admin", out _));
        var runs = await caller.GetAsync($"/v1/organizations/42/agent/runs?user_id={user.GetProperty("id").GetInt64()}");
        Assert.Equal(4, runs.Json.GetProperty("total").GetInt32());
        using var nobody = Caller.Nobody(server);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync("/v1/users/me")).Status);
    }

    [Fact]
    public async Task Organizations_TheTokens_AreAPage()
    {
        await using var server = await ReferenceServer.StartAsync();
        using var caller = Caller.Codegen(server);
        var page = (await caller.GetAsync("/v1/organizations")).Json;
        Assert.Equal(42, Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("id").GetInt64());
        Assert.Empty((await caller.GetAsync("/v1/organizations?skip=1&limit=1")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await caller.GetAsync("/v1/organizations?limit=0")).Status);
    }
}
