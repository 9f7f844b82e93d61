using System.Runtime.InteropServices;

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

/// <summary>A text. One that is written plainly may mean nothing.</summary>
internal sealed class YamlScalar(string value, bool isPlain, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    public string Value => value;

    public override bool IsEmpty => isPlain && value is "" or "~" or "null";
}

/// <summary>Nodes in an order.</summary>
internal sealed class YamlList(bool isFlow, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    /// <summary>Whether it is written in brackets.</summary>
    public bool IsFlow => isFlow;

    public List<YamlNode> Items { get; } = [];

    public override YamlMark ContentEnd => isFlow || Items is not [.., var last] ? End : last.ContentEnd;
}

/// <summary>Names with their values, in the order of the text.</summary>
internal sealed class YamlMapping(bool isFlow, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    /// <summary>The key that takes over the entries of another mapping.</summary>
    public const string MergeKey = "<<";

    /// <summary>Whether it is written in braces.</summary>
    public bool IsFlow => isFlow;

    public List<(YamlScalar Key, YamlNode Value)> Entries { get; } = [];

    public override bool IsEmpty => Entries.Count == 0;

    /// <summary>One that stands in no text.</summary>
    public static YamlMapping New() => new(isFlow: false, default, default);

    public override YamlMark ContentEnd => isFlow || Entries is not [.., var last]
        ? End
        : last.Value is YamlScalar { Value: "" } nothing && nothing.Start.Index == nothing.End.Index ? last.Key.End : last.Value.ContentEnd;

    /// <summary>What stands under a key in this mapping itself, or null.</summary>
    public YamlNode? FindOwn(string key) => Entries.Find(entry => string.Equals(entry.Key.Value, key, StringComparison.Ordinal)).Value;

    /// <summary>What is kept under a key, here or in the mappings that are merged into it, or null when there is nothing.</summary>
    public YamlNode? Find(string key) =>
        FindOwn(key)?.Meaning ?? Merged().Select(merged => merged.Find(key)).FirstOrDefault(found => found is not null);

    /// <summary>The keys, those of merged mappings included.</summary>
    public IEnumerable<string> Keys() => Entries
        .Select(entry => entry.Key.Value)
        .Where(key => key is not MergeKey)
        .Concat(Merged().SelectMany(merged => merged.Keys()))
        .Distinct(StringComparer.Ordinal);

    /// <summary>The mapping under a key, or null when there is none or it is empty.</summary>
    /// <exception cref="FormatException">Something else is there.</exception>
    public YamlMapping? Mapping(string key) => Find(key) switch
    {
        null or { IsEmpty: true } => null,
        YamlMapping found => found,
        { } other => throw new FormatException($"'{key}' in line {other.Start.Line} is no mapping"),
    };

    /// <summary>The text under a key, or null when there is none or it is empty.</summary>
    /// <exception cref="FormatException">Something else is there.</exception>
    public string? Text(string key) => Find(key) switch
    {
        null or YamlScalar { Value: "" } or YamlScalar { IsEmpty: true } => null,
        YamlScalar scalar => scalar.Value,
        { } other => throw new FormatException($"'{key}' in line {other.Start.Line} is no plain value"),
    };

    /// <summary>The entries of the list under a key that are mappings.</summary>
    public IEnumerable<YamlMapping> Mappings(string key) => Find(key) is YamlList list ? list.Items.Select(item => item.Meaning).OfType<YamlMapping>() : [];

    private IEnumerable<YamlMapping> Merged() => FindOwn(MergeKey)?.Meaning switch
    {
        YamlMapping one => [one],
        YamlList several => several.Items.Select(item => item.Meaning).OfType<YamlMapping>(),
        _ => [],
    };
}

/// <summary>The place where a node that stands elsewhere is used again.</summary>
internal sealed class YamlAlias(YamlNode target, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    public override YamlNode Meaning => target.Meaning;

    public override bool IsEmpty => Meaning.IsEmpty;
}

/// <summary>A place in a text.</summary>
/// <param name="Index">How many characters are before it.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct YamlMark(int Index, int Line, int Column);
