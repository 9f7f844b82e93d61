using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Everything that one command says, in the format that was asked for. For people: notices on stderr as they come, the outcome at the end.
/// For programs: one document at the end, warnings inside it, and progress lines only when verbose.
/// </summary>
internal sealed class Reporter(StandardStreams streams, OutputFormat format, bool verbose)
{
    private readonly List<string> _warnings = [];

    public OutputFormat Format => format;

    public bool IsVerbose => verbose;

    /// <summary>Tells a person what is going on.</summary>
    public void Notice(string text)
    {
        if (format == OutputFormat.Table)
        {
            streams.Error.WriteLine(text);
        }
    }

    /// <summary>Tells a person who wants to know more.</summary>
    public void Detail(string text)
    {
        if (verbose)
        {
            Notice(text);
        }
    }

    /// <summary>Says what deserves attention although the command goes on.</summary>
    public void Warn(string text)
    {
        _warnings.Add(text);
        Notice("warning: " + text);
    }

    /// <summary>Reports progress: a sentence for people, a line of JSON for programs that asked for it.</summary>
    public void Progress<T>(string text, T line, JsonTypeInfo<T> type)
    {
        if (format == OutputFormat.Table)
        {
            streams.Error.WriteLine(text);
        }
        else if (verbose)
        {
            streams.Error.WriteLine(JsonSerializer.Serialize(line, type));
        }
    }

    /// <summary>Prints data to stdout at once.</summary>
    public void Print(string text)
    {
        streams.Output.WriteLine(text);
        streams.Output.Flush();
    }

    /// <summary>Says what became of the command: on stdout when the service accepted it, on stderr otherwise.</summary>
    public void Finish(OutcomeReport report)
    {
        var text = format == OutputFormat.Json
            ? JsonSerializer.Serialize(report with { Warnings = _warnings.Count > 0 ? _warnings : null }, CliJsonContext.Readable.OutcomeReport)
            : string.Join(Environment.NewLine, report.Lines);
        if (report.ExitCode is not (ExitCode.Success or ExitCode.Partial or ExitCode.Unconfirmed or ExitCode.Contradicted))
        {
            streams.Error.WriteLine(text);
            return;
        }

        try
        {
            Print(text);
        }
        catch (IOException exception)
        {
            // The call is made; a full disk behind a redirection must not hide what it did, nor change the exit code.
            streams.Error.WriteLine($"standard output cannot be written ({exception.Message}); the report follows here");
            streams.Error.WriteLine(text);
        }
    }
}
