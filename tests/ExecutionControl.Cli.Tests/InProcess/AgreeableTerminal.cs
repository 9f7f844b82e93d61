using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A controlling terminal with somebody at it who agrees to everything.</summary>
internal sealed class AgreeableTerminal : IControllingTerminal
{
    public bool IsThere => true;

    public TerminalStyle Style { get; } = new(isTerminal: true, canMove: false, hasColour: false);

    public void Write(string text)
    {
        // Nobody looks.
    }

    public string ReadLine() => "y";
}
