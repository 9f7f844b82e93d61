using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Resilience;

/// <summary>An id is for the service to judge; what it does not look like is said when the service has refused it.</summary>
public sealed class IdHintTests
{
    private const string Hint = "The id of an execution is a UUID, and this is none.";

    [Theory]
    [InlineData("exec_1", 404, true)]
    [InlineData("exec_1", 422, true)]
    [InlineData("exec_1", 403, false)]
    [InlineData("11111111-1111-4111-8111-111111111111", 404, false)]
    public async Task Refused_Id_IsSentAllTheSameAndHintedAtWhereItIsNoUuid(string id, int status, bool isHinted)
    {
        await using var server = new ScriptedServer(Reply.Json("{}", status));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        var failures = new[]
        {
            await RefusedAsync(() => client.PauseExecutionAsync(id)),
            await RefusedAsync(() => client.GetExecutionAsync(id)),
        };

        Assert.All(failures, failure => Assert.Equal(isHinted, failure.Message.EndsWith(Hint, StringComparison.Ordinal)));
        Assert.All(server.Requests, request => Assert.Contains($"/executions/{id}", request.Path, StringComparison.Ordinal));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Refused_List_HasNoIdToHintAt()
    {
        await using var server = new ScriptedServer(Reply.Json("{}", 422));
        using var client = TestClients.Kubiya(server.Url, new TurnedClock());

        var failure = await RefusedAsync(() => client.ListExecutionsAsync(new KubiyaExecutionFilter()).ToListAsync().AsTask());

        Assert.DoesNotContain("UUID", failure.Message, StringComparison.Ordinal);
    }

    private static Task<ControlCallRefusedException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<ControlCallRefusedException>(call);
}
