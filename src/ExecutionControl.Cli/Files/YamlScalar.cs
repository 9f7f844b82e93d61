namespace ExecutionControl.Cli.Files;

/// <summary>A text. One that is written plainly may mean nothing.</summary>
internal sealed class YamlScalar(string value, bool isPlain, YamlMark start, YamlMark end) : YamlNode(start, end)
{
    public string Value => value;

    public override bool IsEmpty => isPlain && value is "" or "~" or "null";
}
