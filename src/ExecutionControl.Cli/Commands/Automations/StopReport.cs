using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Commands.Automations;

/// <summary>What became of stopping an automation: every step, and what is left.</summary>
internal sealed class StopReport
{
    private const int Indent = 4;
    private const int Width = 80;

    private readonly string _id;
    private readonly IReadOnlyList<StopStep> _steps;
    private readonly StopRest? _rest;
    private readonly OutcomeTally _tally = new();

    /// <param name="id">The automation.</param>
    /// <param name="steps">The steps, in the order in which they were taken.</param>
    /// <param name="rest">What is left; null where nobody looked.</param>
    public StopReport(string id, IReadOnlyList<StopStep> steps, StopRest? rest)
    {
        (_id, _steps, _rest) = (id, steps, rest);
        foreach (var step in steps)
        {
            _tally.Add(step.Outcome, step.ExitCode, step.IsSafeToRepeat);
        }
    }

    /// <summary>The one exit code that stands for all steps; partial where something is left that was to go.</summary>
    public ExitCode ExitCode => _tally.ExitCode == ExitCode.Success && _rest is { IsUnwanted: true } ? ExitCode.Partial : _tally.ExitCode;

    private ReportedOutcome Outcome => ExitCode == ExitCode.Partial ? ReportedOutcome.Partial : _tally.Outcome;

    public void Print(CommandContext context)
    {
        var text = context.Reporter.IsForPeople
            ? string.Join(Environment.NewLine, Lines(context.Reporter.StyleFor(ExitCode)))
            : JsonSerializer.Serialize(Document(context), StopJsonContext.Readable.StopDocument);
        context.Reporter.Finish(text, ExitCode);
    }

    private string Sentence() => ExitCode switch
    {
        ExitCode.Success when _tally.Outcome == ReportedOutcome.NotSent => $"Dry run: this would stop automation {_id}. Nothing was sent.",
        ExitCode.Success => $"Done: automation {_id} is stopped.",
        ExitCode.Partial => $"Partial: automation {_id} is not wholly stopped.",
        ExitCode.Unknown => $"Unknown in part: look at automation {_id} before you go on.",
        ExitCode.Unconfirmed => $"Not all confirmed: automation {_id} is being stopped.",
        ExitCode.Contradicted => $"Done: automation {_id} is stopped, and some of what ran came to its own end.",
        ExitCode.Interrupted or ExitCode.HungUp or ExitCode.Terminated => $"Interrupted: what was not begun by then of stopping {_id} was not sent.",
        _ => $"Failed: automation {_id} is not stopped.",
    };

    private IEnumerable<string> Lines(TerminalStyle style)
    {
        yield return VerdictText.Paint(Sentence(), ExitCode, style);
        foreach (var step in _steps)
        {
            yield return $"  {step.Name}: {style.Paint(OutcomeWord.Of(step.Outcome, step.ExitCode), VerdictText.ToneOf(step.ExitCode))}{step.Count()}";
            foreach (var line in step.Details().SelectMany(Wrapped))
            {
                yield return new string(' ', Indent) + line;
            }
        }

        if (_rest is { } rest)
        {
            yield return $"  left: {rest.Paused} paused, {rest.Running} running";
        }
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        var line = string.Empty;
        foreach (var word in PlainText.OneLine(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && CellWidth.Of(line) + 1 + CellWidth.Of(word) > Width - Indent)
            {
                yield return line;
                line = string.Empty;
            }

            line += line.Length > 0 ? $" {word}" : word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private StopDocument Document(CommandContext context) => new()
    {
        Outcome = Outcome,
        ExitCode = ExitCode,
        SafeToRepeat = _tally.IsSafeToRepeat,
        Message = Sentence(),
        Target = _id,
        Sandbox = context.IsSandbox,
        Account = context.Account?.Report,
        Steps = [.. _steps.Select(StopStepDocument.Of)],
        Paused = CountDocument.Of(_rest?.Paused),
        Running = CountDocument.Of(_rest?.Running),
        Warnings = context.Reporter.Warnings,
    };
}

/// <summary>One step, and what became of each of its targets.</summary>
internal sealed class StopStep
{
    private const int MostShown = 10;
    private const string Possible = "yes: ";

    private readonly OutcomeTally _tally = new();

    /// <param name="name">What it is called.</param>
    /// <param name="entry">What was done.</param>
    /// <param name="reports">What became of each target; none where there was nothing to do.</param>
    public StopStep(string name, ControlOperation entry, IReadOnlyList<OutcomeReport> reports)
    {
        (Name, Entry, Reports) = (name, entry, reports);
        foreach (var report in reports)
        {
            _tally.Add(report);
        }
    }

    public string Name { get; }

    public ControlOperation Entry { get; }

    public IReadOnlyList<OutcomeReport> Reports { get; }

    public ExitCode ExitCode => _tally.ExitCode;

    public ReportedOutcome Outcome => _tally.Outcome;

    public bool IsSafeToRepeat => _tally.IsSafeToRepeat;

    /// <summary>Those that did not come out as they should.</summary>
    public IEnumerable<OutcomeReport> Failures => Reports.Where(report => report.ExitCode != ExitCode.Success);

    /// <summary>Whether anything was changed that could be undone.</summary>
    public bool IsDone => Outcome is ReportedOutcome.Applied or ReportedOutcome.Partial or ReportedOutcome.Unknown;

    /// <summary>How it can be undone; null where nothing was done.</summary>
    public string? Undo => IsDone ? Entry.Undo?.ToString(operation => $"'ectl {operation.Replace('.', ' ')}{Target}'") : null;

    private string Target => Reports is [{ Target: { } target }] ? $" {target}" : string.Empty;

    /// <summary>How many it was, where it is more than the automation itself.</summary>
    public string Count() => Reports switch
    {
        [] => ": there is nothing to do",
        [{ Totals: { Resolved: { } resolved, LowerBound: var isLowerBound } }] =>
            string.Create(CultureInfo.InvariantCulture, $": {(isLowerBound ? "at least " : string.Empty)}{resolved}"),
        { Count: > 1 } => string.Create(CultureInfo.InvariantCulture, $": {Reports.Count(report => report.ExitCode == ExitCode.Success)} of {Reports.Count}"),
        _ => string.Empty,
    };

    /// <summary>What else there is to say of it.</summary>
    public IEnumerable<string> Details()
    {
        var failures = Failures.ToList();
        foreach (var failure in failures.Take(MostShown))
        {
            yield return Reports.Count > 1 ? $"{failure.Target}: {failure.Message}" : failure.Message;
        }

        if (failures.Count > MostShown)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"and {failures.Count - MostShown} more");
        }

        foreach (var request in Reports.Select(report => report.DryRun).OfType<PlannedRequest>())
        {
            yield return $"{request.Method} {request.Url} {request.Body}";
        }

        if (Undo is { } undo)
        {
            yield return $"undo: {(undo.StartsWith(Possible, StringComparison.Ordinal) ? undo[Possible.Length..] : undo)}";
        }
    }
}

/// <summary>What is left after all steps.</summary>
/// <param name="Paused">How many executions are paused.</param>
/// <param name="Running">How many run.</param>
internal sealed record StopRest(BoundedCount Paused, BoundedCount Running)
{
    /// <summary>Whether something is left that was to go.</summary>
    public required bool IsUnwanted { get; init; }
}

/// <summary>What became of stopping an automation, as a document for programs.</summary>
internal sealed record StopDocument
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/stop";

    /// <summary>What became of all steps.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    /// <summary>The exit code, as a number, which stands for all steps.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>Whether the same command can be given again without doing more than was meant.</summary>
    public required bool SafeToRepeat { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string Message { get; init; }

    /// <summary>The service that was asked.</summary>
    public string Service { get; } = "conductorOne";

    /// <summary>The operation.</summary>
    public string Operation { get; } = "stop";

    /// <summary>The automation's id.</summary>
    public required string Target { get; init; }

    /// <summary>Whether the sandbox answered, and no real service.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>As whom the service was asked, and who said so.</summary>
    public AccountReport? Account { get; init; }

    /// <summary>The steps, in the order in which they were taken.</summary>
    public required IReadOnlyList<StopStepDocument> Steps { get; init; }

    /// <summary>How many executions are paused afterwards; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CountDocument? Paused { get; init; }

    /// <summary>How many run afterwards; null where nobody looked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public CountDocument? Running { get; init; }

    /// <summary>What deserves attention although the command went on.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>One step.</summary>
internal sealed record StopStepDocument
{
    /// <summary>The operation's id in the catalogue.</summary>
    public required string Operation { get; init; }

    /// <summary>What became of it.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public required ReportedOutcome Outcome { get; init; }

    /// <summary>The exit code of this step.</summary>
    public required ExitCode ExitCode { get; init; }

    /// <summary>How it can be undone; left out where nothing was done.</summary>
    public string? Undo { get; init; }

    /// <summary>An outcome for each of its targets.</summary>
    public required IReadOnlyList<OutcomeReport> Targets { get; init; }

    public static StopStepDocument Of(StopStep step) => new()
    {
        Operation = step.Entry.Id,
        Outcome = step.Outcome,
        ExitCode = step.ExitCode,
        Undo = step.Undo,
        Targets = step.Reports,
    };
}

/// <summary>The document of a stop as JSON.</summary>
[JsonSerializable(typeof(StopDocument))]
internal sealed partial class StopJsonContext : JsonSerializerContext
{
    public static StopJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
