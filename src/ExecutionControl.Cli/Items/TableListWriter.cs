using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Items;

/// <summary>A list for people.</summary>
internal sealed class TableListWriter<TRow>(Table<TRow> table) : IListWriter<TRow>
{
    public void Add(TRow row) => table.Add(row);

    public void End(long count, bool isComplete, ExitCode exitCode) => table.Flush();
}
