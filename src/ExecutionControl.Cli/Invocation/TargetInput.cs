using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Invocation;

/// <summary>
/// Reads ids from standard input: one on each line, or the lines that a list prints with <c>--output jsonl</c>. All of them are read and
/// checked before the first is acted on.
/// </summary>
internal static class TargetInput
{
    /// <summary>More is no list of ids, or one that should be cut into pieces.</summary>
    private const int MostIds = 1_000_000;

    /// <summary>Long enough for an agent run with its whole result.</summary>
    private const int LongestLine = 1024 * 1024;

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
        for (var number = 1; ReadLine(reader, line); number++)
        {
            if (line.Length > LongestLine || ids.Count == MostIds)
            {
                throw Refused(number, line.Length > LongestLine ? "it is longer than 1 MiB" : $"there are more than {MostIds} ids", argument);
            }

            if (line.ToString().Trim() is { Length: > 0 } text)
            {
                ids.Add(IdOf(text, number, argument));
            }
        }

        return ids;
    }

    private static bool ReadLine(StreamReader reader, StringBuilder line)
    {
        line.Clear();
        try
        {
            int next;
            while ((next = reader.Read()) is not (-1 or '\n') && line.Length <= LongestLine)
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

    private static string IdOf(string text, int line, TargetArgument argument)
    {
        var id = text.StartsWith('{') ? IdOfItem(text, line, argument) : text;
        return argument.Ids.ComplaintAbout(id) is { } complaint ? throw Refused(line, complaint.TrimEnd('.'), argument) : id;
    }

    /// <summary>The id of an item that ectl printed. One of another kind is a mistake in the pipe, and never somebody's wish.</summary>
    private static string IdOfItem(string text, int line, TargetArgument argument)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var item = document.RootElement;
            var expected = $"ectl/v1/{argument.Ids.Kind.Replace(' ', '-')}";
            return item.TryGetProperty("schema", out var schema) && schema.ValueEquals(expected)
                && item.TryGetProperty("id", out var id) && id.GetString() is { } value
                ? value
                : throw Refused(line, $"it is JSON, but no document of the shape {expected}", argument);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Refused(line, "it is neither an id nor JSON", argument, exception);
        }
    }

    private static NotSentException Refused(int line, string why, TargetArgument argument, Exception? exception = null) => new(
        ExitCode.NotSent,
        $"Line {line} of standard input names no {argument.Ids.Kind}: {why}. Nothing was sent.",
        exception);
}
