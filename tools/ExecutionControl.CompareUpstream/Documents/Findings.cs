namespace ExecutionControl.CompareUpstream.Documents;

/// <summary>The differences found so far, each once.</summary>
internal sealed class Findings
{
    private readonly HashSet<Finding> _seen = [];
    private readonly List<Finding> _all = [];

    /// <summary>The worst first, otherwise in the order of our specification.</summary>
    public IReadOnlyList<Finding> All => [.. _all.OrderBy(finding => finding.Meaning)];

    public void Add(Meaning meaning, Change change, string where, string what)
    {
        var finding = new Finding(meaning, change, where, what);
        if (_seen.Add(finding))
        {
            _all.Add(finding);
        }
    }
}
