using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Files;

/// <summary>
/// Changes one value in a YAML text and leaves every other character of it alone: comments, order, quotes. YamlDotNet can only write a whole
/// document anew. What comes out is read again, and is used only where it says what the text said before but for this one change.
/// </summary>
internal static partial class YamlEdit
{
    private const int Indentation = 2;

    /// <summary>Sets a value, in mappings that are made if they are missing.</summary>
    /// <param name="text">The text, whose outermost node is a mapping.</param>
    /// <param name="path">The keys that lead to the value.</param>
    /// <param name="value">The value; null takes the last key out.</param>
    /// <exception cref="FormatException">It cannot be done without changing more.</exception>
    public static string Set(string text, IReadOnlyList<string> path, string? value)
    {
        var root = YamlText.Read(text);
        if (value is null && Find(root, path) is null)
        {
            return text;
        }

        var changed = value is null ? Remove(text, root, path) : Put(text, root, path, value);
        YamlMapping said;
        try
        {
            said = YamlText.Read(changed);
        }
        catch (FormatException)
        {
            throw Refusal(text, path);
        }

        var isDone = value is null ? Find(said, path) is null : Find(said, path) is YamlScalar { IsEmpty: false } found && found.Value == value;
        return isDone && YamlNode.SaysTheSame(said, Intended(root, path, value)) ? changed : throw Refusal(text, path);
    }

    private static YamlNode? Find(YamlMapping root, IReadOnlyList<string> path) =>
        path.SkipLast(1).Aggregate<string, YamlMapping?>(root, (holder, key) => holder?.Find(key) as YamlMapping)?.Find(path[^1]);

    private static FormatException Refusal(string text, IReadOnlyList<string> path) => new(
        $"'{string.Join('.', path)}' cannot be changed without changing something else"
        + $"{(text.Contains('&', StringComparison.Ordinal) ? ", as parts of the file are shared by anchors (&) and aliases (*)" : string.Empty)}: "
        + "edit the file by hand");

    /// <summary>What the document is to say afterwards.</summary>
    private static YamlMapping Intended(YamlMapping mapping, IReadOnlyList<string> path, string? value)
    {
        var result = YamlMapping.New();
        var isFound = false;
        foreach (var (key, old) in mapping.Entries)
        {
            if (key.Value != path[0])
            {
                result.Entries.Add((key, old));
                continue;
            }

            isFound = true;
            if (path.Count > 1)
            {
                result.Entries.Add((key, Intended(Writable(old), [.. path.Skip(1)], value)));
            }
            else if (value is not null)
            {
                result.Entries.Add((key, Said(value)));
            }
        }

        if (!isFound && value is not null)
        {
            YamlNode added = path.Count > 1 ? Intended(YamlMapping.New(), [.. path.Skip(1)], value) : Said(value);
            result.Entries.Add((new YamlScalar(path[0], isPlain: true, default, default), added));
        }

        return result;
    }

    // What stands elsewhere is taken over from there, and the change is made here.
    private static YamlMapping Writable(YamlNode node)
    {
        var mapping = YamlMapping.New();
        switch (node)
        {
            case YamlAlias { Meaning: YamlMapping }:
                mapping.Entries.Add((new YamlScalar(YamlMapping.MergeKey, isPlain: true, default, default), node));
                break;
            case YamlMapping own:
                mapping.Entries.AddRange(own.Entries);
                break;
            case { IsEmpty: true }:
                break;
            default:
                throw new FormatException($"line {node.Start.Line} holds something else than a mapping");
        }

        return mapping;
    }

    private static YamlScalar Said(string value) => new(value, isPlain: false, default, default);

    private static string Put(string text, YamlMapping root, IReadOnlyList<string> path, string value)
    {
        var holder = root;
        for (var depth = 0; ; depth++)
        {
            var entry = holder.Entries.Find(each => each.Key.Value == path[depth]);
            string[] rest = [.. path.Skip(depth + 1)];
            if (entry.Value is null)
            {
                return Add(text, holder, [.. path.Skip(depth)], value);
            }

            if (rest.Length == 0)
            {
                if (entry.Value is YamlMapping { IsEmpty: false } or YamlList)
                {
                    throw new FormatException($"line {entry.Value.Start.Line} holds something else than a value");
                }

                var start = entry.Value.Start.Index;
                return Splice(text, start, entry.Value.End.Index, (text[start - 1] is ':' ? " " : string.Empty) + Written(value, holder.IsFlow));
            }

            switch (entry.Value)
            {
                case YamlMapping { IsEmpty: false } inner:
                    holder = inner;
                    continue;
                case YamlAlias when !holder.IsFlow:
                    var alias = text[entry.Value.Start.Index..entry.Value.End.Index];
                    var indent = entry.Key.Start.Column - 1 + Indentation;
                    return Splice(
                        text,
                        text.AsSpan(0, entry.Value.Start.Index).TrimEnd(' ').Length,
                        entry.Value.End.Index,
                        Below(text, indent, [$"{YamlMapping.MergeKey}: {alias}", .. Lines(rest, value)]));
                default:
                    // Nothing yet, or an empty pair of braces.
                    return Fill(text, holder, entry.Key, entry.Value, rest, value);
            }
        }
    }

    private static string Fill(string text, YamlMapping holder, YamlScalar key, YamlNode nothing, string[] rest, string value)
    {
        var start = nothing.Start.Index;
        if (holder.IsFlow)
        {
            return Splice(text, start, nothing.End.Index, $"{(text[start - 1] is ':' ? " " : string.Empty)}{Flow(rest, value)}");
        }

        // A comment behind it stays in its line.
        var shortened = Splice(text, start, nothing.End.Index, string.Empty);
        var end = EndOfLine(shortened, key.End);
        return Splice(shortened.TrimEndAt(ref end), end, end, Below(text, key.Start.Column - 1 + Indentation, Lines(rest, value)));
    }

    private static string TrimEndAt(this string text, ref int end)
    {
        var kept = text.AsSpan(0, end).TrimEnd(' ').Length;
        var trimmed = Splice(text, kept, end, string.Empty);
        end = kept;
        return trimmed;
    }

    private static string Add(string text, YamlMapping holder, string[] rest, string value)
    {
        var newLine = NewLine(text);
        if (holder.IsFlow)
        {
            var brace = holder.End.Index - 1;
            return Splice(text, brace, brace, holder.IsEmpty ? Flow(rest, value)[1..^1] : $", {Flow(rest, value)[1..^1]}");
        }

        if (holder.IsEmpty)
        {
            // The document says nothing yet.
            return (text.Length == 0 || text.EndsWith('\n') ? text : text + newLine) + string.Join(newLine, Lines(rest, value)) + newLine;
        }

        var indent = holder.Entries[0].Key.Start.Column - 1;
        var end = EndOfLine(text, holder.ContentEnd);
        return Splice(text, end, end, Below(text, indent, Lines(rest, value)));
    }

    private static string Remove(string text, YamlMapping root, IReadOnlyList<string> path)
    {
        var holder = root;
        foreach (var key in path.SkipLast(1))
        {
            if (holder.FindOwn(key) is not YamlMapping inner)
            {
                return text;
            }

            holder = inner;
        }

        var index = holder.Entries.FindIndex(entry => entry.Key.Value == path[^1]);
        if (index < 0)
        {
            return text;
        }

        var (name, value) = holder.Entries[index];
        var last = value.Start.Index == value.End.Index ? name.End : value.ContentEnd;
        if (holder.IsFlow)
        {
            return index + 1 < holder.Entries.Count
                ? Splice(text, name.Start.Index, holder.Entries[index + 1].Key.Start.Index, string.Empty)
                : Splice(text, index > 0 ? holder.Entries[index - 1].Value.End.Index : name.Start.Index, last.Index, string.Empty);
        }

        var from = text.LastIndexOf('\n', Math.Max(0, name.Start.Index - 1)) + 1;
        var to = EndOfLine(text, last);
        return Splice(text, name.Start.Index == 0 ? 0 : from, Math.Min(text.Length, to + (to < text.Length && text[to] == '\r' ? 2 : 1)), string.Empty);
    }

    // Where the line ends in which something ends; a block of text ends where the next line begins.
    private static int EndOfLine(string text, YamlMark mark)
    {
        var index = Math.Min(mark.Index, text.Length);
        while (index > 0 && mark.Column == 1 && text[index - 1] is '\n' or '\r')
        {
            index--;
        }

        var end = text.AsSpan(index).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : index + end;
    }

    private static string Splice(string text, int start, int end, string replacement) =>
        string.Concat(text.AsSpan(0, Math.Min(start, text.Length)), replacement, text.AsSpan(Math.Min(end, text.Length)));

    private static string NewLine(string text) => text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    private static string Below(string text, int indent, IEnumerable<string> lines) =>
        string.Concat(lines.Select(line => $"{NewLine(text)}{new string(' ', indent)}{line}"));

    private static IEnumerable<string> Lines(string[] keys, string value) => keys.Select((key, depth) =>
        $"{new string(' ', depth * Indentation)}{Written(key, isFlow: false)}:"
        + (depth == keys.Length - 1 ? " " + Written(value, isFlow: false) : string.Empty));

    private static string Flow(string[] keys, string value) =>
        keys.Reverse().Aggregate(Written(value, isFlow: true), (inner, key) => $"{{{Written(key, isFlow: true)}: {inner}}}");

    /// <summary>A text as YAML has it: plainly where nothing could be read into it.</summary>
    private static string Written(string value, bool isFlow)
    {
        if ((isFlow ? PlainInFlow() : Plain()).IsMatch(value) && value is not "null")
        {
            return value;
        }

        if (!value.Any(character => char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff'))
        {
            return $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        var quoted = new StringBuilder("\"");
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                _ when char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex("^[A-Za-z0-9_/.+](?:[A-Za-z0-9_/.+=@-]|:(?=[A-Za-z0-9_/.+=@-]))*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainInFlow();
}
