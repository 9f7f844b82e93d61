using System.Security.Cryptography;

namespace ExecutionControl.Client.Authentication.Ed25519;

/// <summary>
/// Signs with Ed25519 (RFC 8032, section 5.1.6). Own code, because .NET 10 has no Ed25519 and no maintained library for it
/// can be restored. Safe for concurrent use.
/// </summary>
internal sealed class Ed25519PrivateKey : IDisposable
{
    internal const int SeedSize = 32;

    internal const int PublicKeySize = EdwardsPoint.EncodedSize;

    internal const int SignatureSize = 64;

    private const int ScalarSize = ScalarArithmetic.Size;

    private readonly Lock _gate = new();

    // The clamped scalar, then the prefix that the nonce is derived from. Pinned: the collector leaves no copies behind.
    private readonly byte[] _expandedKey = GC.AllocateArray<byte>(SHA512.HashSizeInBytes, pinned: true);

    private readonly byte[] _publicKey = new byte[PublicKeySize];

    private bool _isDisposed;

    /// <summary>Derives the key from its seed, which is the "private key" of RFC 8032 and the <c>d</c> of a JWK.</summary>
    /// <exception cref="ArgumentException">The seed does not have 32 bytes.</exception>
    internal Ed25519PrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedSize)
        {
            throw new ArgumentException($"An Ed25519 seed has {SeedSize} bytes, not {seed.Length}.", nameof(seed));
        }

        SHA512.HashData(seed, _expandedKey);
        _expandedKey[0] &= 0b1111_1000;
        _expandedKey[31] &= 0b0111_1111;
        _expandedKey[31] |= 0b0100_0000;
        BasePoint.Multiply(_expandedKey.AsSpan(0, ScalarSize)).Encode(_publicKey);
    }

    /// <summary>The public key in its 32-byte encoding.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>Writes the 64-byte signature of a message. The same message always gets the same signature.</summary>
    /// <exception cref="ArgumentException">The destination does not have 64 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The key is disposed.</exception>
    internal void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            throw new ArgumentException(
                $"An Ed25519 signature has {SignatureSize} bytes, not {signature.Length}.", nameof(signature));
        }

        Span<byte> expandedKey = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> nonce = stackalloc byte[ScalarSize];
        Span<byte> challenge = stackalloc byte[ScalarSize];

        // Filled before it is handed out: the destination may overlap the message, which is read twice.
        Span<byte> result = stackalloc byte[SignatureSize];
        try
        {
            CopyExpandedKey(expandedKey);
            using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);

            sha512.AppendData(expandedKey[ScalarSize..]);
            sha512.AppendData(message);
            sha512.GetHashAndReset(hash);
            ScalarArithmetic.Reduce(hash, nonce);
            BasePoint.Multiply(nonce).Encode(result[..EdwardsPoint.EncodedSize]);

            sha512.AppendData(result[..EdwardsPoint.EncodedSize]);
            sha512.AppendData(_publicKey);
            sha512.AppendData(message);
            sha512.GetHashAndReset(hash);
            ScalarArithmetic.Reduce(hash, challenge);
            ScalarArithmetic.MultiplyAdd(
                challenge, expandedKey[..ScalarSize], nonce, result[EdwardsPoint.EncodedSize..]);
            result.CopyTo(signature);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(expandedKey);
            CryptographicOperations.ZeroMemory(hash);
            CryptographicOperations.ZeroMemory(nonce);
        }
    }

    /// <summary>Overwrites the key material.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CryptographicOperations.ZeroMemory(_expandedKey);
        }
    }

    // A signature made from a half-erased key would have a nonce that anybody can compute, and so give the key away.
    private void CopyExpandedKey(Span<byte> destination)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _expandedKey.CopyTo(destination);
        }
    }
}
