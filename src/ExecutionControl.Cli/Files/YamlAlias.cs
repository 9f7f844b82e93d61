namespace ExecutionControl.Cli.Files;

/// <summary>The place where a node that stands elsewhere is used again.</summary>
internal sealed class YamlAlias(YamlNode target, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    public override YamlNode Meaning => target.Meaning;

    public override bool IsEmpty => Meaning.IsEmpty;
}
