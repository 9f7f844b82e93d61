using ExecutionControl.Cli.ExitCodes;

namespace ExecutionControl.Cli.Items;

/// <summary>Prints a list item by item, so that its length does not matter.</summary>
internal interface IListWriter<in TRow>
{
    /// <summary>Prints one more item.</summary>
    void Add(TRow row);

    /// <summary>Prints what belongs at the end.</summary>
    /// <param name="count">How many items there were.</param>
    /// <param name="isComplete">Whether the service was read to its end.</param>
    /// <param name="exitCode">The exit code; that of the failure when one ended the list.</param>
    void End(long count, bool isComplete, ExitCode exitCode);
}
