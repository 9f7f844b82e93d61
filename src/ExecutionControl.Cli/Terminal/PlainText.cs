using System.Text;

namespace ExecutionControl.Cli.Terminal;

/// <summary>Makes text of a service harmless for a terminal, which would obey control characters in it.</summary>
internal static class PlainText
{
    /// <summary>The text on one line: line ends and tabs as spaces, other control characters as a visible mark.</summary>
    public static string OneLine(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(char.IsControl))
        {
            return text ?? string.Empty;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(character switch
            {
                '\n' or '\r' or '\t' => ' ',
                _ when char.IsControl(character) => '\uFFFD',
                _ => character,
            });
        }

        return clean.ToString();
    }
}
