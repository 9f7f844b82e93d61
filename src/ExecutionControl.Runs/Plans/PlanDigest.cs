using System.Buffers;
using System.Security.Cryptography;

namespace ExecutionControl.Runs;

/// <summary>The digest over what a plan says, however it is spaced: over each line as this library writes it.</summary>
internal sealed class PlanDigest : IDisposable
{
    public const string Prefix = "sha256:";

    private static readonly byte[] _newLine = [(byte)'\n'];

    private readonly ArrayBufferWriter<byte> _short = new();
    private IncrementalHash? _long;

    public PlanDigest(PlanHeader header) => Append(PlanText.Write(header));

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
        Append(line);
    }

    public string End() => Prefix + Convert.ToHexStringLower(_long?.GetHashAndReset() ?? ShortHash.Of(_short.WrittenSpan));

    public void Dispose() => _long?.Dispose();

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_long is null && _short.WrittenCount + line.Length < ShortHash.Limit)
        {
            _short.Write(line);
            _short.Write(_newLine);
            return;
        }

        if (_long is null)
        {
            _long = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _long.AppendData(_short.WrittenSpan);
            _short.Clear();
        }

        _long.AppendData(line);
        _long.AppendData(_newLine);
    }
}
