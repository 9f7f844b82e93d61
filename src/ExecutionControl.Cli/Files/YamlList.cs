namespace ExecutionControl.Cli.Files;

/// <summary>Nodes in an order.</summary>
internal sealed class YamlList(bool isFlow, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    /// <summary>Whether it is written in brackets.</summary>
    public bool IsFlow => isFlow;

    public List<YamlNode> Items { get; } = [];

    public override YamlMark ContentEnd => isFlow || Items is not [.., var last] ? End : last.ContentEnd;
}
