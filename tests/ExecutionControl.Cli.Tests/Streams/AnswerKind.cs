namespace ExecutionControl.Cli.Tests.Streams;

/// <summary>What a command prints when it succeeds.</summary>
public enum AnswerKind
{
    /// <summary>One document in both JSON formats.</summary>
    Document,

    /// <summary>A document of all items, or one for each of them.</summary>
    List,

    /// <summary>Text, such as a script, in every format.</summary>
    Text,

    /// <summary>One line of JSON in every format, and then nothing until it is stopped.</summary>
    Ready,
}
