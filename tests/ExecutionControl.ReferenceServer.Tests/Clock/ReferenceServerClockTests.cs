using System.Net;
using ExecutionControl.Reference.Tests.Support;

namespace ExecutionControl.Reference.Tests.Clock;

public sealed class ReferenceServerClockTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("9000-01-01T00:00:00Z")]
    public async Task Set_EitherEnd_LeavesTheServerAtWork(string now)
    {
        await using var server = await ReferenceServer.StartAsync(new() { TokenLifetime = TimeSpan.FromDays(366) });
        server.Clock.Freeze();
        server.Clock.Set(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        server.Clock.Resume();
        await server.ResetAsync();
        var client = await server.AddClientAsync("later");
        using var caller = Caller.With(server, "Bearer", client.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/api/v1/automation_executions/9007199254740993/actions/terminate", "{}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/v1/automations")).Status);
    }

    [Fact]
    public async Task Set_BeyondEitherEnd_IsRefusedAndChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync();
        server.Clock.Freeze();
        var before = server.Clock.GetUtcNow();
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Set(DateTimeOffset.MinValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Set(DateTimeOffset.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromDays(366 * 8000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Equal(before, server.Clock.GetUtcNow());
        using var control = Caller.With(server, "Bearer", server.Credentials.ControlToken!);
        var refused = await control.PostAsync("/_control/clock", """{"frozen":false,"now":"9999-12-31T23:59:59Z"}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal((before, true), (server.Clock.GetUtcNow(), server.Clock.IsFrozen));
    }
}
