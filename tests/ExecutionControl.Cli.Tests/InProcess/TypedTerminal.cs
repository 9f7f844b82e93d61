using System.Text;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Tests.InProcess;

/// <summary>A controlling terminal with a test at its keyboard.</summary>
/// <param name="keyboard">What is typed.</param>
/// <param name="screen">What is seen.</param>
/// <param name="style">What it can show.</param>
internal sealed class TypedTerminal(TypedInput keyboard, Stream screen, TerminalStyle style) : IControllingTerminal
{
    public bool IsThere => true;

    public TerminalStyle Style => style;

    public void Write(string text) => screen.Write(Encoding.UTF8.GetBytes(text));

    public string? ReadLine()
    {
        using var keys = new StreamReader(keyboard.Open(), bufferSize: 1);
        return keys.ReadLine();
    }
}
