using System.Security.Cryptography;

namespace ExecutionControl.Runs;

/// <summary>The digest over what a plan says, however it is spaced: over each line as this library writes it.</summary>
internal sealed class PlanDigest : IDisposable
{
    public const string Prefix = "sha256:";

    private static readonly byte[] _newLine = [(byte)'\n'];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public PlanDigest(PlanHeader header)
    {
        _hash.AppendData(PlanText.Write(header));
        _hash.AppendData(_newLine);
    }

    public long Count { get; private set; }

    /// <summary>The digest of a plan with these targets.</summary>
    public static string Of(PlanHeader header, IEnumerable<PlannedTarget> targets)
    {
        using var digest = new PlanDigest(header);
        foreach (var target in targets)
        {
            digest.Add(PlanText.Write(target));
        }

        return digest.End();
    }

    public void Add(ReadOnlySpan<byte> line)
    {
        Count++;
        _hash.AppendData(line);
        _hash.AppendData(_newLine);
    }

    public string End() => Prefix + Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
