using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace ExecutionControl.Client.Authentication;

/// <summary>Signs with an Ed25519 key that is held in this process. Safe for concurrent use.</summary>
/// <remarks>
/// The seed is given to BouncyCastle's functions at every signature, since its key objects keep a copy that cannot be erased. What
/// those functions leave on the stack is not ours to erase.
/// </remarks>
internal sealed class Ed25519ClientAssertionSigner : IClientAssertionSigner, IDisposable
{
    internal const int SeedSize = 32;

    internal const int PublicKeySize = 32;

    internal const int SignatureSize = 64;

    private readonly Lock _gate = new();

    // Pinned: the collector leaves no copies behind.
    private readonly byte[] _seed = GC.AllocateArray<byte>(SeedSize, pinned: true);

    private readonly byte[] _publicKey = new byte[PublicKeySize];

    private bool _isDisposed;

    /// <param name="seed">The 32-byte seed, of which the signer takes a copy.</param>
    /// <param name="keyId">The key's id, if it has one.</param>
    internal Ed25519ClientAssertionSigner(ReadOnlySpan<byte> seed, string? keyId)
    {
        Ed25519.GeneratePublicKey(seed, _publicKey);
        seed.CopyTo(_seed);
        KeyId = keyId;
    }

    public string Algorithm => "EdDSA";

    public string? KeyId { get; }

    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<byte[]>(cancellationToken)
            : ValueTask.FromResult(Sign(data.Span));

    /// <summary>Overwrites the key.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CryptographicOperations.ZeroMemory(_seed);
        }
    }

    private byte[] Sign(ReadOnlySpan<byte> data)
    {
        Span<byte> seed = stackalloc byte[SeedSize];
        try
        {
            CopySeed(seed);
            var signature = new byte[SignatureSize];

            // As a span: an array in this place would be taken for the context of Ed25519ctx, another scheme.
            ReadOnlySpan<byte> publicKey = _publicKey;
            Ed25519.Sign(seed, publicKey, data, signature);
            return signature;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    // A signature made from a half-erased seed would be another key's, and would give that key away together with the real one's public key.
    private void CopySeed(Span<byte> destination)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _seed.CopyTo(destination);
        }
    }
}
