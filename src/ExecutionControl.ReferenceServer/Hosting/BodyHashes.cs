using System.Security.Cryptography;

namespace ExecutionControl.Reference.Hosting;

/// <summary>The hashes of bodies. A short one is mostly the same as the one before: an empty message, or the same decision again.</summary>
internal sealed class BodyHashes
{
    private const int LongestKept = 128;

    private Hashed? _last;

    /// <summary>The SHA-256 of a body. Nobody may change it: others may have been given the same array.</summary>
    public byte[] Of(ReadOnlySpan<byte> body)
    {
        if (body.Length > LongestKept)
        {
            return SHA256.HashData(body);
        }

        var last = Volatile.Read(ref _last);
        if (last is null || !body.SequenceEqual(last.Body))
        {
            Volatile.Write(ref _last, last = new Hashed(body.ToArray(), SHA256.HashData(body)));
        }

        return last.Hash;
    }

    private sealed record Hashed(byte[] Body, byte[] Hash);
}
