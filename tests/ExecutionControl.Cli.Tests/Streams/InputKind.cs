namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>What stands in the place of standard input.</summary>
public enum InputKind
{
    Closed,
    Folder,
    Empty,
    NoText,
    Endless,
}
