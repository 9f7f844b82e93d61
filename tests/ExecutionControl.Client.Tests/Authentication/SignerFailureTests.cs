using System.Security.Cryptography;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>A key that somebody else keeps may be out of reach for a moment, which says nothing about the credential.</summary>
public sealed class SignerFailureTests
{
    private readonly TurnedClock _clock = new();

    public static TheoryData<string, Exception> Transient => new()
    {
        { "key service", new HttpRequestException(HttpRequestError.Unknown, "503 from the key service", null, System.Net.HttpStatusCode.ServiceUnavailable) },
        { "input and output", new IOException("the module is being reset") },
        { "time limit", new TimeoutException("no answer from the module") },
        { "the key service's own cancellation", new TaskCanceledException("the key service took too long") },
        { "an exception of a key service's library", new KeyServiceException() },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task TerminateAutomationExecutionAsync_SignerFailsOnce_IsTriedAgainAndApplied(string what, Exception failure)
    {
        Assert.NotEmpty(what);
        await using var server = Service();
        var signer = new Signer(failure, failures: 1);
        using var client = Client(server, signer);

        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(2, signer.Count);
        Assert.Single(_clock.Waits);
    }

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task TerminateAutomationExecutionAsync_SignerGoesOnFailing_IsNotApplied(string what, Exception failure)
    {
        Assert.NotEmpty(what);
        await using var server = Service();
        var signer = new Signer(failure, failures: 100);
        using var client = Client(server, signer);

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal((4, true, true), (signer.Count, exception.SafeToRepeat, exception.RepeatCanHelp));
        Assert.Contains("could not be signed: ", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("credential", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task TerminateAutomationExecutionAsync_SignerSaysHowLongToWait_WaitsAsLong()
    {
        await using var server = Service();
        var signer = new Signer(new TokenRequestException("the key service is busy", isRejection: false) { RetryAfter = TimeSpan.FromSeconds(19) }, failures: 1);
        using var client = Client(server, signer);

        await client.TerminateAutomationExecutionAsync("839265");

        Assert.Equal(TimeSpan.FromSeconds(19), Assert.Single(_clock.Waits));
    }

    public static TheoryData<string, Exception> Standing => new()
    {
        { "key", new CryptographicException("the key is of another kind") },
        { "signer", new TokenRequestException("the key was revoked", isRejection: true) },
    };

    [Theory]
    [MemberData(nameof(Standing))]
    public async Task TerminateAutomationExecutionAsync_KeyCannotSign_IsRefusedAtOnce(string what, Exception failure)
    {
        Assert.NotEmpty(what);
        await using var server = Service();
        var signer = new Signer(failure, failures: 100);
        using var client = Client(server, signer);

        var exception = await Assert.ThrowsAsync<ControlCallRefusedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Equal((RefusalReason.Authentication, 1), (exception.Reason, signer.Count));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(421)]
    public async Task TerminateAutomationExecutionAsync_NoTokenEndpointThere_IsAWrongAddressAndNoRejectedCredential(int status)
    {
        await using var server = new ScriptedServer(Reply.Text(status, "text/html", "<h1>no such page</h1>"));
        using var client = Client(server, new Signer(new IOException(), failures: 0));

        var exception = await Assert.ThrowsAsync<ControlCallNotAppliedException>(() => client.TerminateAutomationExecutionAsync("839265"));

        Assert.Contains($"there is no token endpoint at {server.Url}auth/v1/token (HTTP {status})", exception.Message, StringComparison.Ordinal);
        Assert.Contains("check the server's address", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.RepeatCanHelp);
        Assert.Single(server.Requests);
    }

    private static ScriptedServer Service() => new(request => Reply.Json(request.IsToken ? """{"access_token":"t-1","expires_in":3600}""" : "{}"));

    private ConductorOneClient Client(ScriptedServer server, IClientAssertionSigner signer) => TestClients.ConductorOne(server.Url, _clock, options =>
    {
        options.AccessToken = null;
        options.ClientId = "clever-fox-1234@acme.conductor.one/spc";
        options.AssertionSigner = signer;
    });

    private sealed class KeyServiceException() : Exception("Service unavailable (503)");

    private sealed class Signer(Exception failure, int failures) : IClientAssertionSigner
    {
        private int _count;

        public int Count => _count;

        public string Algorithm => "EdDSA";

        public string? KeyId => null;

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _count) <= failures ? throw failure : ValueTask.FromResult<byte[]>([1, 2, 3]);
    }
}
