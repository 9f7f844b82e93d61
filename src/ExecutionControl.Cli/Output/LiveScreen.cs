using System.Text;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>A terminal's second screen, which is drawn again and again and leaves the first as it was. The only place that moves the cursor.</summary>
/// <param name="output">The terminal.</param>
internal sealed class LiveScreen(TextWriter output)
{
    private const string Enter = "\u001b[?1049h";
    private const string Leave = "\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string ClearLine = "\u001b[K";
    private const string ClearBelow = "\u001b[J";

    private bool _isOpen;

    /// <summary>Draws the lines in place of what is there.</summary>
    public void Draw(IEnumerable<string> lines)
    {
        var text = new StringBuilder(_isOpen ? Home : Enter + Home);
        foreach (var line in lines)
        {
            text.Append(PlainText.Lines(line)).Append(ClearLine).Append("\r\n");
        }

        _isOpen = true;
        output.Write(text.Append(ClearBelow));
        output.Flush();
    }

    /// <summary>Goes back to the first screen.</summary>
    public void Close()
    {
        if (_isOpen)
        {
            _isOpen = false;
            output.Write(Leave);
            output.Flush();
        }
    }
}
