using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace ExecutionControl.Runs;

/// <summary>
/// SHA-256 for what is short and comes seldom. .NET's own is several times as fast, but on Linux it loads OpenSSL first, which takes longer than
/// everything else that the history of one command needs.
/// </summary>
internal static class ShortHash
{
    /// <summary>How many bytes are still short.</summary>
    public const int Limit = 16 * 1024;

    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Of(bytes, hash);
        return hash;
    }

    /// <param name="bytes">The bytes.</param>
    /// <param name="hash">Where the hash goes.</param>
    public static void Of(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(bytes);
        digest.DoFinal(hash);
    }
}
