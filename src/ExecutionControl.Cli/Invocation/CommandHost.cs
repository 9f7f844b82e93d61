using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;

namespace ExecutionControl.Cli.Invocation;

/// <summary>What the process lends to its one command.</summary>
internal sealed record CommandHost(StandardStreams Streams, TerminationSignals Signals, Variables Variables, TimeProvider TimeProvider)
{
    public GlobalOptions Options { get; } = new();

    /// <summary>What was typed after <c>--</c>: no option, whatever it begins with.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];
}
