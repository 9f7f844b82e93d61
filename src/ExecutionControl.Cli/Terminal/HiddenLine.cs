using System.Globalization;
using System.Text;

namespace ExecutionControl.Cli.Terminal;

/// <summary>A line that is typed without being shown, edited by the keys that edit every other line of a terminal.</summary>
/// <param name="maxLength">What goes beyond it is dropped.</param>
internal sealed class HiddenLine(int maxLength)
{
    private const char EndOfInput = '\u0004';
    private const char EraseLine = '\u0015';
    private const char EraseWord = '\u0017';
    private const char Delete = '\u007f';

    private readonly StringBuilder _typed = new();

    public string Text => _typed.ToString();

    /// <summary>Takes one key.</summary>
    /// <returns>Whether it ended the line.</returns>
    public bool Press(ConsoleKeyInfo key)
    {
        switch (key.KeyChar)
        {
            case '\r' or '\n' or EndOfInput:
                return true;
            case EraseLine:
                _typed.Clear();
                break;
            case EraseWord:
                var text = Text.TrimEnd();
                _typed.Length = text.LastIndexOf(' ') + 1;
                break;
            case '\b' or Delete:
                EraseCharacter();
                break;
            case '\t':
            case var character when !char.IsControl(character):
                Append(key.KeyChar);
                break;
            default:
                // A terminal without a cursor to move; there is nothing that other keys could do.
                break;
        }

        return key.Key == ConsoleKey.Enter;
    }

    private void Append(char character)
    {
        if (_typed.Length < maxLength)
        {
            _typed.Append(character);
        }
    }

    /// <summary>What is seen as one character goes at once, of however many parts it is made.</summary>
    private void EraseCharacter()
    {
        var text = Text;
        var last = 0;
        for (var index = 0; index < text.Length; index += StringInfo.GetNextTextElementLength(text, index))
        {
            last = index;
        }

        _typed.Length = last;
    }
}
