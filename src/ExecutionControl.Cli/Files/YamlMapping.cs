namespace ExecutionControl.Cli.Files;

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
