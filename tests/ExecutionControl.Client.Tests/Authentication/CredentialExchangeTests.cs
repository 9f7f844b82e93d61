using System.Security.Cryptography;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>The two proofs of identity that are exchanged for a token, field by field.</summary>
public sealed class CredentialExchangeTests : IAsyncLifetime
{
    private static readonly ConductorOneClientId Id = ConductorOneClientId.Parse("fox@acme.conductor.one/spc");
    private readonly TurnedClock _clock = new();
    private ScriptedServer _server = null!;
    private HttpMessageInvoker _http = null!;

    public Task InitializeAsync()
    {
        _server = new ScriptedServer(Reply.Json("""{"access_token":"t-1","expires_in":3600}"""));
        _http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task GetTokenAsync_ClientCredentials_SendsAnAssertionForTheHost()
    {
        var signer = new Signer();
        using var tokens = Credentials(signer);

        Assert.Equal("t-1", (await tokens.GetTokenAsync(new TokenContext(_server.Url), CancellationToken.None)).Value);

        var assertion = $"{System.Text.Encoding.ASCII.GetString(signer.Signed)}.AQID";
        Assert.Equal(
            "client_id=fox%40acme.conductor.one%2Fspc&grant_type=client_credentials"
            + $"&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion={assertion}",
            Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public async Task GetTokenAsync_WorkloadFederation_SendsTheWorkloadsToken()
    {
        var tokens = new WorkloadFederationTokenSource(new TokenEndpoint(_http, _clock), Id, WorkloadToken.FromValue("workload-1"));

        Assert.Equal("t-1", (await tokens.GetTokenAsync(new TokenContext(_server.Url), CancellationToken.None)).Value);

        Assert.Equal(
            "client_id=fox%40acme.conductor.one%2Fspc&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
            + "&subject_token=workload-1&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt",
            Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public async Task GetTokenAsync_KeyCannotSign_IsARejectionAndNothingIsSent()
    {
        var failure = new CryptographicException("HSM gone");
        using var tokens = Credentials(new Signer { Failure = failure });

        var exception = await Assert.ThrowsAsync<TokenRequestException>(() => tokens.GetTokenAsync(new TokenContext(_server.Url), CancellationToken.None).AsTask());

        Assert.Equal((true, $"the assertion for {_server.Url.Authority} could not be signed: HSM gone"), (exception.IsRejection, exception.Message));
        Assert.Same(failure, exception.InnerException);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(typeof(OperationCanceledException), true)]
    [InlineData(typeof(InvalidOperationException), false)]
    [InlineData(typeof(TokenRequestException), false)]
    public async Task GetTokenAsync_SignerIsCancelledOrWrongOrSaysSoItself_PropagatesUntouched(Type type, bool isCancelled)
    {
        var failure = type == typeof(TokenRequestException) ? new TokenRequestException("no", isRejection: false) : (Exception)Activator.CreateInstance(type)!;
        using var tokens = Credentials(new Signer { Failure = failure });

        Assert.Same(failure, await Record.ExceptionAsync(() => tokens.GetTokenAsync(new TokenContext(_server.Url), new CancellationToken(isCancelled)).AsTask()));
    }

    [Fact]
    public void Dispose_OwnedKey_IsErasedAndNobodyElses()
    {
        var key = new Signer();

        Credentials(new Signer(), key).Dispose();
        Credentials(new Signer()).Dispose();

        Assert.True(key.IsDisposed);
    }

    private ClientCredentialsTokenSource Credentials(Signer signer, IDisposable? ownedKey = null) =>
        new(new TokenEndpoint(_http, _clock), Id, new ClientAssertionFactory(Id, signer, _clock), ownedKey);

    private sealed class Signer : IClientAssertionSigner, IDisposable
    {
        public string Algorithm => "EdDSA";

        public string? KeyId => null;

        public Exception? Failure { get; init; }

        public byte[] Signed { get; private set; } = [];

        public bool IsDisposed { get; private set; }

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            Signed = data.ToArray();
            return Failure is null ? ValueTask.FromResult<byte[]>([1, 2, 3]) : throw Failure;
        }

        public void Dispose() => IsDisposed = true;
    }
}
