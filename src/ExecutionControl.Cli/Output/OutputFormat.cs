namespace ExecutionControl.Cli.Output;

/// <summary>The form in which a command answers.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Table,

    /// <summary>One JSON document for programs.</summary>
    Json,

    /// <summary>A JSON document on each line: one for every item of a list, one in all for other commands.</summary>
    JsonLines,
}
