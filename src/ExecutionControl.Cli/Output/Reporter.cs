using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Everything that one command says, in the format that was asked for. For people: notices on stderr as they come, the outcome at the end.
/// For programs: one document at the end, warnings inside it, and progress lines only when verbose.
/// </summary>
internal sealed class Reporter(StandardStreams streams, OutputFormat format, Verbosity verbosity)
{
    private const string EraseLine = "\r\u001b[K";

    private readonly Lock _gate = new();
    private readonly List<string> _warnings = [];
    private bool _hasLiveLine;
    private SecretRedactor? _redactor;

    public OutputFormat Format => format;

    public bool IsForPeople => format == OutputFormat.Table;

    public bool IsVerbose => verbosity >= Verbosity.Verbose;

    public bool IsDebug => verbosity == Verbosity.Debug;

    /// <summary>Whether progress is drawn as one line that changes, rather than as lines that stay.</summary>
    public bool IsLive => IsForPeople && verbosity == Verbosity.Normal && streams.ErrorStyle.CanRedraw;

    /// <summary>Keeps the secrets that the redactor knows out of everything that is said from now on, also where a service repeats them.</summary>
    public void Protect(SecretRedactor redactor) => _redactor = redactor;

    /// <summary>Tells a person what is going on.</summary>
    public void Notice(string text)
    {
        if (IsForPeople && verbosity != Verbosity.Quiet)
        {
            WriteError(text);
        }
    }

    /// <summary>Tells a person who wants to know more.</summary>
    public void Detail(string text)
    {
        if (IsVerbose)
        {
            Notice(text);
        }
    }

    /// <summary>Says what deserves attention although the command goes on.</summary>
    public void Warn(string text)
    {
        _warnings.Add(text);
        if (IsForPeople)
        {
            WriteError(streams.ErrorStyle.Paint("warning: ", Tone.Held) + text);
        }
    }

    /// <summary>Reports progress: a sentence for people, a line of JSON for programs that asked for it.</summary>
    public void Progress<T>(string text, T line, JsonTypeInfo<T> type)
    {
        if (IsForPeople)
        {
            Notice(text);
        }
        else if (IsVerbose)
        {
            WriteError(JsonSerializer.Serialize(line, type));
        }
    }

    /// <summary>Draws the line of progress anew; the next text of any other kind takes its place.</summary>
    public void DrawLive(string text)
    {
        lock (_gate)
        {
            streams.Error.Write(EraseLine + text);
            streams.Error.Flush();
            _hasLiveLine = true;
        }
    }

    /// <summary>Takes the line of progress away.</summary>
    public void EraseLive()
    {
        lock (_gate)
        {
            streams.Error.Write(_hasLiveLine ? EraseLine : string.Empty);
            _hasLiveLine = false;
        }
    }

    /// <summary>Prints data to stdout at once.</summary>
    public void Print(string text)
    {
        streams.Output.WriteLine(_redactor?.RedactKnown(text) ?? text);
        streams.Output.Flush();
    }

    /// <summary>Says what became of the command: on stdout when the service accepted it, on stderr otherwise.</summary>
    public void Finish(OutcomeReport report)
    {
        var isAnswer = report.ExitCode is ExitCode.Success or ExitCode.Partial or ExitCode.Unconfirmed or ExitCode.Contradicted;
        var text = IsForPeople
            ? OutcomeText.Of(report, isAnswer ? streams.OutputStyle : streams.ErrorStyle)
            : JsonSerializer.Serialize(report with { Warnings = _warnings.Count > 0 ? _warnings : null }, CliJsonContext.Readable.OutcomeReport);
        if (!isAnswer)
        {
            WriteError(text);
            return;
        }

        EraseLive();
        try
        {
            Print(text);
        }
        catch (IOException exception)
        {
            // The call is made; a full disk behind a redirection must not hide what it did, nor change the exit code.
            WriteError($"standard output cannot be written ({exception.Message}); the report follows here");
            WriteError(text);
        }
    }

    private void WriteError(string text)
    {
        lock (_gate)
        {
            EraseLive();
            streams.Error.WriteLine(_redactor?.RedactKnown(text) ?? text);
        }
    }
}
