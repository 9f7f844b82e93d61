using ExecutionControl.Cli.Tests.InProcess;
using ExecutionControl.Cli.Tests.Processes;
using ExecutionControl.Reference;

namespace ExecutionControl.Cli.Tests.Commands;

/// <summary><c>ectl automation-executions terminate</c>.</summary>
public sealed class TerminateTests : IDisposable
{
    private readonly UserFolder _user = new();

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Terminate_IdBeyondDoublePrecision_GoesOverTheWireAsItIs()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "9007199254740993", "-o", "json")).ShouldExitWith(0).OutputDocument();

        Assert.Equal("applied", document.GetProperty("outcome").GetString());
        Assert.True(document.GetProperty("settling").GetBoolean());
        Assert.Equal("9007199254740993", document.GetProperty("target").GetString());
        var sent = Assert.Single(server.Journal.Entries, entry => entry.Operation == OperationNames.TerminateAutomationExecution);
        Assert.Equal("/api/v1/automation_executions/9007199254740993/actions/terminate", sent.RawPath);
    }

    [Fact]
    public async Task Terminate_ForPeople_SaysThatTheEffectComesLater()
    {
        await using var server = await ReferenceServer.StartAsync();

        var result = (await RunAsync(server, "9007199254740993")).ShouldExitWith(0);

        Assert.StartsWith("Accepted: ConductorOne took the termination of automation execution 9007199254740993. It does not say", result.Output, StringComparison.Ordinal);
        Assert.Equal(2, result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("12x")]
    [InlineData("9223372036854775808")]
    public async Task Terminate_IdIsNo64BitInteger_ExitsWithTwoAndSendsNothing(string id)
    {
        await using var server = await ReferenceServer.StartAsync();

        (await RunAsync(server, id)).ShouldExitWith(2);

        Assert.Empty(server.Journal.Entries);
    }

    [Fact]
    public async Task Terminate_UnknownExecution_ExitsWithFourAfterOneRequest()
    {
        await using var server = await ReferenceServer.StartAsync();

        var document = (await RunAsync(server, "424242", "-o", "json")).ShouldExitWith(4).ErrorDocument();

        Assert.Equal("refused", document.GetProperty("outcome").GetString());
        Assert.Equal("424242", document.GetProperty("target").GetString());
        Assert.NotEmpty(document.GetProperty("requestId").GetString()!);
        Assert.Equal(1, server.Journal.Count(OperationNames.TerminateAutomationExecution));
    }

    private Task<EctlResult> RunAsync(ReferenceServer server, params string[] arguments) =>
        Ectl.RunAsync(_user, ["automation-executions", "terminate", "--yes", .. arguments], server.Environment);
}
