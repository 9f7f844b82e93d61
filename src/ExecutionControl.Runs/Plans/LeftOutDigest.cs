using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ExecutionControl.Runs;

/// <summary>
/// The digest over which targets of a run are left out, and why: no part of the plan, but whoever changed it would have a target acted on that was to be
/// left as it is.
/// </summary>
internal sealed class LeftOutDigest : IDisposable
{
    /// <summary>Of a run that leaves nothing out.</summary>
    private const string None = "none";

    private IncrementalHash? _hash;

    /// <summary>The digest of targets that are all there.</summary>
    public static string Of(IReadOnlyList<PlannedTarget> targets)
    {
        using var digest = new LeftOutDigest();
        for (var place = 0; place < targets.Count; place++)
        {
            digest.Add(place + 1, targets[place].SkipReason);
        }

        return digest.End();
    }

    /// <param name="ordinal">The target's place in the plan.</param>
    /// <param name="reason">Why it is left out; null where it is not.</param>
    public void Add(long ordinal, string? reason)
    {
        if (WellFormedText.Of(reason) is { } text)
        {
            _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{ordinal}:{text.Length}:{text}\n")));
        }
    }

    public string End() => _hash is null ? None : PlanDigest.Prefix + Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash?.Dispose();
}
