using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Testing.Signatures;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class ClientAssertionFactoryTests
{
    private const string ClientId = "clever-fox-1234@acme.conductor.one:8443/spc";

    private const long Now = 1_767_225_600;

    [Fact]
    public async Task CreateAsync_KeyWithoutId_HasExactlyTheDocumentedHeaderAndClaims()
    {
        var factory = CreateFactory(ClientSecretText.Valid, fillRandom: CountUp);

        var parts = (await factory.CreateAsync("acme.conductor.one", CancellationToken.None)).Split('.');

        Assert.Equal(3, parts.Length);
        Assert.Equal("""{"alg":"EdDSA","nonce":"000102030405060708090a0b0c0d0e0f"}""", Decode(parts[0]));
        Assert.Equal(
            $$"""{"iss":"{{ClientId}}","sub":"{{ClientId}}","aud":["acme.conductor.one"],"iat":1767225600,"nbf":1767225480,"exp":1767225720}""",
            Decode(parts[1]));
    }

    [Fact]
    public async Task CreateAsync_KeyWithId_NamesIt()
    {
        var factory = CreateFactory(ClientSecretText.ValidWithKeyId("key-1"), fillRandom: CountUp);

        var header = (await factory.CreateAsync("acme.conductor.one", CancellationToken.None)).Split('.')[0];

        Assert.Equal("""{"alg":"EdDSA","nonce":"000102030405060708090a0b0c0d0e0f","kid":"key-1"}""", Decode(header));
    }

    [Fact]
    public async Task CreateAsync_AnyAssertion_IsSignedAndUrlSafe()
    {
        var factory = CreateFactory(ClientSecretText.Valid);
        for (var i = 0; i < TestScale.Times(50); i++)
        {
            var assertion = await factory.CreateAsync("acme.conductor.one", CancellationToken.None);

            var end = assertion.LastIndexOf('.');
            var signature = Base64Url.DecodeFromChars(assertion.AsSpan(end + 1));
            Assert.True(Libsodium.Verify(ClientSecretText.PublicKey, Encoding.ASCII.GetBytes(assertion[..end]), signature));
            Assert.Matches("^[A-Za-z0-9_.-]+$", assertion);
        }
    }

    [Fact]
    public async Task CreateAsync_Repeatedly_NeverRepeatsANonce()
    {
        var factory = CreateFactory(ClientSecretText.Valid);
        var count = TestScale.Times(200);
        var nonces = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var assertion = await factory.CreateAsync("acme.conductor.one", CancellationToken.None);
            using var header = JsonDocument.Parse(Decode(assertion.Split('.')[0]));
            var nonce = header.RootElement.GetProperty("nonce").GetString();

            Assert.Matches("^[0-9a-f]{32}$", nonce);
            Assert.True(nonces.Add(nonce!));
        }
    }

    [Fact]
    public async Task CreateAsync_LaterAndForAnotherHost_HasItsOwnTimesAndAudience()
    {
        var time = Clock();
        var factory = CreateFactory(ClientSecretText.Valid, time);
        await factory.CreateAsync("acme.conductor.one", CancellationToken.None);

        time.Advance(TimeSpan.FromSeconds(61.999));
        var claims = Decode((await factory.CreateAsync("127.0.0.1", CancellationToken.None)).Split('.')[1]);

        Assert.EndsWith("\"aud\":[\"127.0.0.1\"],\"iat\":1767225661,\"nbf\":1767225541,\"exp\":1767225781}", claims, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_NamesWithSpecialCharacters_AreEscapedNotBroken()
    {
        const string Id = "f\"o\\x+é@host/s\"p\\c";
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.ValidWithKeyId("k\\\"\\\\é"));
        var factory = new ClientAssertionFactory(ConductorOneClientId.Parse(Id), secret.CreateSigner(), Clock());

        var parts = (await factory.CreateAsync("host", CancellationToken.None)).Split('.');

        using var header = JsonDocument.Parse(Decode(parts[0]));
        using var claims = JsonDocument.Parse(Decode(parts[1]));
        Assert.Equal("k\"\\é", header.RootElement.GetProperty("kid").GetString());
        Assert.Equal(Id, claims.RootElement.GetProperty("iss").GetString());
        Assert.Equal(Id, claims.RootElement.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task CreateAsync_OtherSigner_IsAskedForTheWholeSigningInput()
    {
        var signer = new RecordingSigner { Signature = [1, 2, 3] };
        var factory = new ClientAssertionFactory(ConductorOneClientId.Parse(ClientId), signer, Clock());
        using var cancellation = new CancellationTokenSource();

        var assertion = await factory.CreateAsync("host", cancellation.Token);

        Assert.Equal($"{Encoding.ASCII.GetString(signer.Data)}.AQID", assertion);
        Assert.Contains("\"alg\":\"ES256\"", Decode(assertion.Split('.')[0]), StringComparison.Ordinal);
        Assert.Contains("\"kid\":\"hsm\"", Decode(assertion.Split('.')[0]), StringComparison.Ordinal);
        Assert.Equal(cancellation.Token, signer.CancellationToken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task CreateAsync_OtherSignerWithoutKeyId_NamesNone(string? keyId)
    {
        var factory = new ClientAssertionFactory(
            ConductorOneClientId.Parse(ClientId), new RecordingSigner { Signature = [1], KeyId = keyId }, Clock());

        var header = (await factory.CreateAsync("host", CancellationToken.None)).Split('.')[0];

        Assert.DoesNotContain("kid", Decode(header), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_SignerGivesNothing_Throws()
    {
        var factory = new ClientAssertionFactory(
            ConductorOneClientId.Parse(ClientId), new RecordingSigner { Signature = [] }, Clock());

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await factory.CreateAsync("host", CancellationToken.None));

        Assert.Equal($"The client assertion signer {typeof(RecordingSigner)} gave no signature; no token was asked for.", exception.Message);
    }

    [Fact]
    public async Task CreateAsync_EmptyAudience_Throws()
    {
        var factory = CreateFactory(ClientSecretText.Valid);

        await Assert.ThrowsAsync<ArgumentException>(async () => await factory.CreateAsync("", CancellationToken.None));
    }

    private static ClientAssertionFactory CreateFactory(
        string secretText, TimeProvider? timeProvider = null, Action<Span<byte>>? fillRandom = null)
    {
        using var secret = ConductorOneClientSecret.Parse(secretText);
        return new ClientAssertionFactory(
            ConductorOneClientId.Parse(ClientId),
            secret.CreateSigner(),
            timeProvider ?? Clock(),
            fillRandom);
    }

    private static FakeTimeProvider Clock() => new(DateTimeOffset.FromUnixTimeSeconds(Now));

    private static void CountUp(Span<byte> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)i;
        }
    }

    private static string Decode(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private sealed class RecordingSigner : IClientAssertionSigner
    {
        public required byte[] Signature { get; init; }

        public byte[] Data { get; private set; } = [];

        public CancellationToken CancellationToken { get; private set; }

        public string Algorithm => "ES256";

        public string? KeyId { get; init; } = "hsm";

        public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            Data = data.ToArray();
            CancellationToken = cancellationToken;
            return ValueTask.FromResult(Signature);
        }
    }
}
