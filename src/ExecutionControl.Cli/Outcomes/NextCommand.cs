using System.Buffers;
using System.Text;

namespace ExecutionControl.Cli.Outcomes;

/// <summary>Writes commands to be given next, so that they ask in the same place as the one before and can be pasted into a shell.</summary>
/// <param name="account">What names the account, with a space at its end; empty where the line did not.</param>
/// <param name="journal">The database with the journal; null where the line did not name one.</param>
internal sealed class NextCommand(string account, string? journal)
{
    private static readonly SearchValues<char> _plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:@%+,=");

    private readonly string _journal = journal is null ? string.Empty : $" --journal {Word(journal)}";

    /// <summary>A command about targets, which needs no journal.</summary>
    public string Of(string words) => $"ectl {account}{words}";

    /// <summary>A command about runs.</summary>
    public string OfRuns(string words) => Of(words) + _journal;

    /// <summary>One word for a shell: in double quotes where it would read more into it, as such commands stand in single ones.</summary>
    public static string Word(string text)
    {
        if (text.Length > 0 && text.AsSpan().IndexOfAnyExcept(_plain) < 0)
        {
            return text;
        }

        var word = new StringBuilder("\"");
        foreach (var character in text)
        {
            word.Append(character is '"' or '\\' or '$' or '`' ? $"\\{character}" : character);
        }

        return word.Append('"').ToString();
    }
}
