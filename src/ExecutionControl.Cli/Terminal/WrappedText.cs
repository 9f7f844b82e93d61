using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Terminal;

/// <summary>
/// Breaks text between its words, so that a terminal breaks none of them. A sentence that does not fit beside others gets lines of its own. A
/// word that is longer than a line stays whole: an id that is broken cannot be copied.
/// </summary>
internal static partial class WrappedText
{
    /// <summary>The text in lines of at most so many cells.</summary>
    /// <param name="text">The text, with its own lines, and with colours or without.</param>
    /// <param name="columns">How many cells a line has.</param>
    /// <param name="indent">How far each line after the first of a sentence is moved to the right.</param>
    public static string Of(string text, int columns, int indent = 2) => string.Join(
        Environment.NewLine,
        text.Split('\n').SelectMany(line => Width(line) <= columns ? [line.TrimEnd('\r')] : Sentences(line.TrimEnd('\r')).SelectMany(
            sentence => Lines(sentence, columns, indent))));

    /// <summary>The text in lines of at most so many cells, its sentences in one piece: for a cell beside a title.</summary>
    /// <param name="text">One line, with colours or without.</param>
    /// <param name="columns">How many cells a line has.</param>
    /// <param name="indent">How far each line after the first is moved to the right of where the first begins.</param>
    public static string Hanging(string text, int columns, int indent) => string.Join(Environment.NewLine, Lines(text, columns, indent));

    private static int Width(string text) => CellWidth.Of(text.Contains('\u001b', StringComparison.Ordinal) ? Colour().Replace(text, string.Empty) : text);

    private static string[] Sentences(string line) => SentenceEnd().Split(line);

    private static IEnumerable<string> Lines(string sentence, int columns, int indent)
    {
        var start = sentence.Length - sentence.TrimStart(' ').Length;
        var line = new StringBuilder(sentence[..start]);
        var isEmpty = true;
        foreach (var word in sentence[start..].Split(' '))
        {
            if (!isEmpty && Width(line.ToString()) + 1 + Width(word) > columns)
            {
                yield return line.ToString().TrimEnd();
                line.Clear().Append(' ', start + indent);
                isEmpty = true;
            }

            line.Append(isEmpty ? string.Empty : " ").Append(word);
            isEmpty = false;
        }

        yield return line.ToString();
    }

    [GeneratedRegex(@"(?<=[a-z0-9)'""\u2019][.!?]) (?=[A-Z'""])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
