using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Reads ids from standard input: one on each line, or whatever a list prints. All of them are read and checked before the first is acted on.
/// A list that broke off is refused.
/// </summary>
internal static partial class TargetInput
{
    /// <summary>More is no list of ids, or one that should be cut into pieces.</summary>
    private const int MostIds = 1_000_000;

    /// <summary>Long enough for an agent run with its whole result.</summary>
    private const int LongestLine = 1024 * 1024;

    /// <summary>A whole list as one document.</summary>
    private const int LongestDocument = 256 * LongestLine;

    private static readonly Regex TableTitle = TableTitlePattern();

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="NotSentException">A line holds something else.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(CommandContext context, TargetArgument argument, CancellationToken cancellationToken)
    {
        if (context.Streams.Input.IsTerminal)
        {
            context.Reporter.Notice($"reading {argument.Ids.Kind} ids from this terminal, one on each line; end them with Ctrl-D");
        }

        return await StandardInput.ReadAsync(context.Streams.Input, input => ReadAll(input, argument), cancellationToken);
    }

    private static List<string> ReadAll(Stream input, TargetArgument argument)
    {
        using var reader = new StreamReader(input, StrictUtf8);
        var ids = new List<string>();
        var line = new StringBuilder();
        var isTable = false;
        for (var number = 1; ReadLine(reader, line); number++)
        {
            if (line.Length > LengthLimit(line) || ids.Count >= MostIds)
            {
                throw Refused(number, line.Length > LengthLimit(line) ? "it is longer than 1 MiB" : $"there are more than {MostIds} ids", argument);
            }

            if (line.ToString().Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            if (ids.Count == 0 && !isTable && TableTitle.IsMatch(text))
            {
                isTable = true;
                continue;
            }

            ids.AddRange(IdsOf(isTable && !text.StartsWith('#') ? text.Split(' ', 2)[0] : text, number, argument));
        }

        return ids;
    }

    private static bool ReadLine(StreamReader reader, StringBuilder line)
    {
        line.Clear();
        try
        {
            int next;
            while ((next = reader.Read()) is not (-1 or '\n') && line.Length <= LengthLimit(line))
            {
                line.Append((char)next);
            }

            return next != -1 || line.Length > 0;
        }
        catch (DecoderFallbackException exception)
        {
            throw new NotSentException(ExitCode.NotSent, "Standard input is no UTF-8 text. Nothing was sent.", exception);
        }
    }

    private static int LengthLimit(StringBuilder line) => line.Length > 0 && line[0] == '{' ? LongestDocument : LongestLine;

    private static IEnumerable<string> IdsOf(string text, int line, TargetArgument argument)
    {
        if (text.StartsWith(BrokenList.Mark, StringComparison.Ordinal))
        {
            throw BrokeOff();
        }

        foreach (var id in text.StartsWith('{') ? IdsOfDocument(text, line, argument) : [text])
        {
            yield return argument.Ids.ComplaintAbout(id) is { } complaint ? throw Refused(line, complaint.TrimEnd('.'), argument) : id;
        }
    }

    private static NotSentException BrokeOff() =>
        new(ExitCode.NotSent, "The list on standard input broke off, so some that are meant may be missing. Nothing was sent.");

    /// <summary>The ids of an item or a list that ectl printed. One of another kind is a mistake in the pipe, and never somebody's wish.</summary>
    private static IReadOnlyList<string> IdsOfDocument(string text, int line, TargetArgument argument)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var item = document.RootElement;
            var expected = $"ectl/v1/{argument.Ids.Kind.Replace(' ', '-')}";
            var isKnown = item.TryGetProperty("schema", out var schema);
            if (isKnown && (schema.ValueEquals(BrokenList.Schema)
                || (schema.ValueEquals($"{expected}-list") && item.TryGetProperty("exitCode", out var exitCode) && exitCode.GetInt32() != 0)))
            {
                throw BrokeOff();
            }

            if (isKnown && schema.ValueEquals($"{expected}-list"))
            {
                return [.. item.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("id").GetString() ?? string.Empty)];
            }

            return isKnown && schema.ValueEquals(expected) && item.TryGetProperty("id", out var id) && id.GetString() is { } value
                ? [value]
                : throw Refused(line, $"it is JSON, but no document of the shape {expected}", argument);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Refused(line, "it is neither an id nor JSON", argument, exception);
        }
    }

    /// <summary>The titles of a list's table.</summary>
    [GeneratedRegex(
        "^ID {2,}(BREAKER|STATE|STATUS)( |$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableTitlePattern();

    private static NotSentException Refused(int line, string why, TargetArgument argument, Exception? exception = null) => new(
        ExitCode.NotSent,
        $"Line {line} of standard input names no {argument.Ids.Kind}: {why}. Nothing was sent.",
        exception);
}
