using ExecutionControl.Client.Authentication.Ed25519;

namespace ExecutionControl.Client.Authentication;

/// <summary>Signs with an Ed25519 key that is held in this process.</summary>
/// <param name="privateKey">The key; the signer owns it.</param>
/// <param name="keyId">The key's id, if it has one.</param>
internal sealed class Ed25519ClientAssertionSigner(Ed25519PrivateKey privateKey, string? keyId)
    : IClientAssertionSigner, IDisposable
{
    public string Algorithm => "EdDSA";

    public string? KeyId { get; } = keyId;

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<byte[]>(cancellationToken);
        }

        var signature = new byte[Ed25519PrivateKey.SignatureSize];
        privateKey.Sign(data.Span, signature);
        return ValueTask.FromResult(signature);
    }

    public void Dispose() => privateKey.Dispose();
}
