using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Items;

/// <summary>Prints items that were asked for by their ids.</summary>
internal interface IItemsWriter<in TRow>
{
    /// <summary>Prints one more item.</summary>
    void Add(TRow row);

    /// <summary>Prints why one could not be read.</summary>
    void Add(OutcomeReport failure);

    /// <summary>Prints what belongs at the end.</summary>
    void End(ExitCode exitCode);
}
