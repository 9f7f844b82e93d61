using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Authentication.Ed25519;

namespace ExecutionControl.Client.Tests.Authentication;

public sealed class Ed25519ClientAssertionSignerTests
{
    [Fact]
    public async Task SignAsync_AnyData_GivesASignatureThatVerifies()
    {
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.Valid);
        var signer = secret.CreateSigner();

        var signature = await signer.SignAsync(new byte[] { 1, 2, 3 }, CancellationToken.None);

        Assert.Equal("EdDSA", signer.Algorithm);
        Assert.True(IndependentEd25519.Verify(ClientSecretText.PublicKey, [1, 2, 3], signature));
    }

    [Fact]
    public async Task SignAsync_Cancelled_Throws()
    {
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.Valid);
        var signer = secret.CreateSigner();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await signer.SignAsync(new byte[1], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task SignAsync_Disposed_Throws()
    {
        using var secret = ConductorOneClientSecret.Parse(ClientSecretText.Valid);
        var signer = secret.CreateSigner();
        Assert.IsAssignableFrom<IDisposable>(signer).Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignAsync(new byte[1], CancellationToken.None));
    }
}
