using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Output;

/// <summary>
/// Everything that one command says, in the format that was asked for. For people: notices on stderr as they come, the outcome at the end.
/// For programs: one document at the end, warnings inside it, and progress lines only when verbose.
/// </summary>
/// <param name="streams">Where it is said.</param>
/// <param name="format">For whom.</param>
/// <param name="verbosity">How much of it.</param>
/// <param name="variables">The environment, which may hold a proxy's password.</param>
internal sealed class Reporter(StandardStreams streams, OutputFormat format, Verbosity verbosity, Func<string, string?> variables)
{
    private const string EraseLine = "\r\u001b[K";

    private readonly Lock _gate = new();
    private readonly List<string> _warnings = [];
    private bool _hasLiveLine;
    private bool _isOutputLost;
    private SecretRedactor[] _redactors = [new(ProxyVariables.Secrets(variables))];

    public OutputFormat Format => format;

    /// <summary>What was warned of so far; null when it was nothing.</summary>
    public IReadOnlyList<string>? Warnings => _warnings.Count > 0 ? [.. _warnings] : null;

    public bool IsForPeople => format == OutputFormat.Table;

    public bool IsVerbose => verbosity >= Verbosity.Verbose;

    public bool IsDebug => verbosity == Verbosity.Debug;

    /// <summary>Whether progress is drawn as one line that changes, rather than as lines that stay.</summary>
    public bool IsLive => IsForPeople && verbosity == Verbosity.Normal && streams.ErrorStyle.CanRedraw;

    /// <summary>Keeps the secrets that the redactor knows out of everything that is said from now on, also where a service repeats them.</summary>
    public void Protect(SecretRedactor redactor) => _redactors = [.. _redactors, redactor];

    /// <summary>Tells a person what is going on.</summary>
    public void Notice(string text)
    {
        if (IsForPeople && verbosity != Verbosity.Quiet)
        {
            WriteError(text);
        }
    }

    /// <summary>Tells a person what is going on, in the colour of what it means.</summary>
    public void Announce(string text, Tone tone)
    {
        if (IsForPeople && verbosity != Verbosity.Quiet)
        {
            WriteError(streams.ErrorStyle.Paint(PlainText.OneLine(text), tone));
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
            WriteError(streams.ErrorStyle.Paint("warning: ", Tone.Held) + PlainText.OneLine(text));
        }
    }

    /// <summary>Says at once, on stderr and in any format, what went wrong in a program that goes on.</summary>
    public void Complain(string text) => WriteError(text);

    /// <summary>Tells a person which command to give next: on one line, however long, so that it can be pasted.</summary>
    /// <param name="text">What it is for, and the command.</param>
    /// <param name="isNotice">Whether <c>--quiet</c> leaves it out.</param>
    public void Suggest(string text, bool isNotice = false)
    {
        if (IsForPeople && (verbosity != Verbosity.Quiet || !isNotice))
        {
            WriteError(text, isWrapped: false);
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
            streams.Error.Write(EraseLine + Redact(text));
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
    public void Print(string text) => PrintSecret(Redact(text));

    /// <summary>Prints to stdout what somebody asked for who knows that it is a secret.</summary>
    public void PrintSecret(string text)
    {
        try
        {
            Write(text);
        }
        catch (Exception exception) when (BrokenPipe.Is(exception))
        {
            // Whoever reads has seen enough.
        }
    }

    /// <summary>
    /// Prints what became of a call that is made: a full disk behind a redirection must neither hide it nor keep further calls from being
    /// made, so it goes to stderr then.
    /// </summary>
    public void PrintAnswer(string text)
    {
        EraseLive();
        try
        {
            if (!_isOutputLost)
            {
                Write(Redact(text));
                return;
            }
        }
        catch (Exception exception) when (StandardStreams.IsUnwritable(exception))
        {
            _isOutputLost = true;
            WriteError($"{exception.Message}; the report follows here");
        }

        WriteError(text);
    }

    /// <summary>The text without the secrets that are known.</summary>
    public string Redact(string text) => _redactors.Aggregate(text, (shown, redactor) => redactor.RedactKnown(shown));

    /// <summary>What the stream can show that the answer of this exit code goes to.</summary>
    public TerminalStyle StyleFor(ExitCode exitCode) => IsAnswer(exitCode) ? streams.OutputStyle : streams.ErrorStyle;

    /// <summary>Prints the answer as it is: on stdout with the exit codes of what the service accepted, on stderr otherwise.</summary>
    public void Finish(string text, ExitCode exitCode)
    {
        if (IsAnswer(exitCode))
        {
            PrintAnswer(text);
        }
        else
        {
            WriteError(text);
        }
    }

    /// <summary>Sums up for a person what was printed before; nobody needs to hear it who wants quiet and has nothing to do.</summary>
    /// <param name="text">The sentence; the words before its first colon are painted.</param>
    /// <param name="exitCode">What it came to.</param>
    public void Conclude(string text, ExitCode exitCode)
    {
        if (IsForPeople && (exitCode != ExitCode.Success || verbosity != Verbosity.Quiet))
        {
            WriteError(VerdictText.Paint(text, exitCode, streams.ErrorStyle));
        }
    }

    /// <summary>Whether an exit code says that the service accepted something, so that its answer is data.</summary>
    private static bool IsAnswer(ExitCode exitCode) => exitCode is ExitCode.Success or ExitCode.Partial or ExitCode.Unconfirmed or ExitCode.Contradicted;

    private void Write(string text)
    {
        streams.Output.WriteLine(text);
        streams.Output.Flush();
    }

    private void WriteError(string text, bool isWrapped = true)
    {
        lock (_gate)
        {
            EraseLive();
            streams.Error.WriteLine(IsForPeople && isWrapped ? streams.ErrorStyle.Wrap(Redact(text)) : Redact(text));
        }
    }
}

/// <summary>The form in which a command answers.</summary>
internal enum OutputFormat
{
    /// <summary>Text for people.</summary>
    Table,

    /// <summary>One JSON document for programs.</summary>
    Json,

    /// <summary>A JSON document on each line: one for every item of a list, one in all for other commands.</summary>
    JsonLines,
}

/// <summary>How much is said on standard error beside failures.</summary>
internal enum Verbosity
{
    /// <summary>Warnings only.</summary>
    Quiet,

    /// <summary>What somebody who waits wants to know.</summary>
    Normal,

    /// <summary>Every attempt, every wait, and whom it was asked of.</summary>
    Verbose,

    /// <summary>Requests and answers as well, without their secrets.</summary>
    Debug,
}
