namespace ExecutionControl.Cli.Files;

/// <summary>
/// A node of a YAML document with its place in the text. A tree of our own, as the library's forgets where an alias stands, and an edit has to
/// know that.
/// </summary>
/// <param name="start">Where it begins.</param>
/// <param name="end">Where it ends; for a block, anywhere behind its last entry.</param>
internal abstract class YamlNode(YamlMark start, YamlMark end)
{
    public YamlMark Start => start;

    public YamlMark End { get; set; } = end;

    /// <summary>What it means: itself, or what an alias stands for.</summary>
    public virtual YamlNode Meaning => this;

    /// <summary>Whether it says nothing.</summary>
    public virtual bool IsEmpty => false;

    /// <summary>Where the last thing in it ends.</summary>
    public virtual YamlMark ContentEnd => End;

    /// <summary>Whether both say the same, however it is written.</summary>
    public static bool SaysTheSame(YamlNode one, YamlNode other) => (one.Meaning, other.Meaning) switch
    {
        ({ IsEmpty: true }, { IsEmpty: true }) => true,
        (YamlScalar a, YamlScalar b) => a.IsEmpty == b.IsEmpty && string.Equals(a.Value, b.Value, StringComparison.Ordinal),
        (YamlList a, YamlList b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => SaysTheSame(pair.First, pair.Second)),
        (YamlMapping a, YamlMapping b) => a.Entries.Count == b.Entries.Count && a.Entries.Zip(b.Entries).All(pair =>
            string.Equals(pair.First.Key.Value, pair.Second.Key.Value, StringComparison.Ordinal) && SaysTheSame(pair.First.Value, pair.Second.Value)),
        _ => false,
    };
}
