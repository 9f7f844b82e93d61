using System.Globalization;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Items;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>How runs and rows of the history are shown.</summary>
internal static class RunKinds
{
    public static ItemKind<RunRecord, RunDocument> Run { get; } = new("run", null, RunDocument.Of, () => RunItemsJsonContext.Readable.RunDocument)
    {
        Facts = new ItemFacts<RunRecord>(run => run.Id, run => run.CreatedAt),
        Columns =
        [
            new("Run", run => run.Id) { IsId = true },
            TableColumn<RunRecord>.OfTime("Made", run => (DateTimeOffset?)run.CreatedAt),
            new("State", StateOf, run => run.Counts.Left > 0 ? Tone.Held : run.Counts.Failed > 0 ? Tone.Bad : Tone.Good),
            new("Targets", run => Number(run.Counts.Total)),
            new("Failed", run => Number(run.Counts.Failed), run => run.Counts.Failed > 0 ? Tone.Bad : Tone.Plain),
            new("Left", run => Number(run.Counts.Left), run => run.Counts.Left > 0 ? Tone.Held : Tone.Plain),
            new("Title", run => run.Plan.Title),
            new("Reason", run => run.Plan.Reason),
        ],
        Details =
        [
            new("By", run => $"{run.User} at {run.Host}"),
            new("Where", run => PlannedAccount.Text(run.Plan.Accounts)),
            new("Undoes", run => run.Plan.Undoes),
            new("Worker", run => run.Worker),
            new("Pace", PaceText.Of),
            new("Digest", run => run.Digest),
            new("Head", run => run.Head?.ToString()),
            new("Applied", run => Count(run.Counts.Applied), _ => Tone.Good),
            new("Already so", run => Count(run.Counts.AlreadySo)),
            new("Partial", run => Count(run.Counts.Partial), _ => Tone.Held),
            new("Refused", run => Count(run.Counts.Refused), _ => Tone.Bad),
            new("Not applied", run => Count(run.Counts.NotApplied), _ => Tone.Bad),
            new("Unknown", run => Count(run.Counts.Unknown), _ => Tone.Bad),
            new("Not sent", run => Count(run.Counts.NotSent), _ => Tone.Held),
        ],
    };

    public static ItemKind<HistoryRow, HistoryDocument> History { get; } = new(
        "history row", null, HistoryDocument.Of, () => RunItemsJsonContext.Readable.HistoryDocument)
    {
        Facts = new ItemFacts<HistoryRow>(row => row.RunId, row => row.At),
        Columns =
        [
            TableColumn<HistoryRow>.OfTime("When", row => (DateTimeOffset?)row.At),
            new("Outcome", row => WordOf(row), ToneOf),
            new("Operation", row => row.Operation),
            new("Target", row => row.Target) { IsId = true },
            new("Run", row => row.RunId) { IsId = true },
            new("User", row => row.User),
            new("Reason", row => row.Reason),
            new("Undo", UndoOf),
            new("Where", row => row.Account is { } account ? PlannedAccount.Text(account) : null),
            new("Host", row => row.Host),
            new("Request", row => row.Result?.RequestId),
        ],
    };

    /// <summary>How far a run is.</summary>
    public static string StateOf(RunRecord run) => run.Counts switch
    {
        { Left: > 0, Done: 0 } => "not begun",
        { Left: > 0 } => "unfinished",
        { Failed: > 0 } => "done, with failures",
        _ => "done",
    };

    /// <summary>How a change is undone, as it is typed; null where nothing was changed.</summary>
    public static string? UndoOf(HistoryRow row) => row.Undo switch
    {
        null => null,
        { OperationId: { } id } => $"ectl {id.Replace('.', ' ')} {row.Target}",
        var none => $"no: {none.Explanation}",
    };

    /// <summary>What became of the target of a row; null in a row about something else.</summary>
    public static ReportedOutcome? OutcomeOf(HistoryRow row) =>
        row.Result is { } result ? TargetReport.OutcomeOf(result.Outcome) : row.IsOpen ? ReportedOutcome.Unknown : null;

    private static Tone ToneOf(HistoryRow row) => row switch
    {
        { Result: { } result } => VerdictText.ToneOf(TargetReport.ExitCodeOf(result)),
        { IsOpen: true } => Tone.Bad,
        _ => Tone.Plain,
    };

    private static string WordOf(HistoryRow row) => OutcomeOf(row) is { } outcome
        ? OutcomeWord.Of(outcome, row.Result is { } result ? TargetReport.ExitCodeOf(result) : ExitCode.Unknown)
        : row.Event switch
        {
            HistoryEvent.RunCreated => "run made",
            HistoryEvent.WorkBegan => "work began",
            HistoryEvent.CanaryPassed => "canary passed",
            _ => "done again",
        };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string? Count(long value) => value > 0 ? Number(value) : null;
}

/// <summary>A run as JSON.</summary>
internal sealed record RunDocument : ItemDocument
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How far it is: not begun, unfinished, done, or done with failures.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is a command that was written down afterwards.</summary>
    public required bool Command { get; init; }

    /// <summary>What it is for, such as the command.</summary>
    public string? Title { get; init; }

    /// <summary>Why; left out where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>The run that it undoes.</summary>
    public string? Undoes { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string User { get; init; }

    /// <summary>From which machine.</summary>
    public required string Host { get; init; }

    /// <summary>Who works on it, or did last.</summary>
    public string? Worker { get; init; }

    /// <summary>How it goes, as was said when it was made; left out where nothing was.</summary>
    public PaceDocument? Pace { get; init; }

    /// <summary>The digest of its plan.</summary>
    public required string Digest { get; init; }

    /// <summary>The end of its chain as it is now: kept elsewhere, it shows later whether somebody has written the run anew.</summary>
    public string? Head { get; init; }

    /// <summary>As whom services are asked.</summary>
    public required IReadOnlyList<RunAccountDocument> Accounts { get; init; }

    /// <summary>How many targets stand where.</summary>
    public required RunCountsDocument Counts { get; init; }

    /// <summary>Its targets, where they were asked for.</summary>
    public IReadOnlyList<OutcomeReport>? Targets { get; init; }

    public static RunDocument Of(RunRecord run) => new()
    {
        Id = run.Id,
        CreatedAt = run.CreatedAt,
        State = RunKinds.StateOf(run),
        Command = run.IsCommand,
        Title = run.Plan.Title,
        Reason = run.Plan.Reason,
        Undoes = run.Plan.Undoes,
        User = run.User,
        Host = run.Host,
        Worker = run.Worker,
        Pace = PaceDocument.Of(run),
        Digest = run.Digest,
        Head = run.Head?.ToString(),
        Accounts = RunAccountDocument.Of(run.Plan),
        Counts = RunCountsDocument.Of(run.Counts),
    };
}

/// <summary>A row of the history as JSON.</summary>
internal sealed record HistoryDocument : ItemDocument
{
    /// <summary>When it was written, by the clock of the machine that wrote it.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The run; a single command is one of its own.</summary>
    public required string Run { get; init; }

    /// <summary>The row's place in the run's chain, from 1.</summary>
    public required long Sequence { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string User { get; init; }

    /// <summary>From which machine.</summary>
    public required string Host { get; init; }

    /// <summary>What it is for, such as the command.</summary>
    public string? Title { get; init; }

    /// <summary>Why; left out where nobody said.</summary>
    public string? Reason { get; init; }

    /// <summary>The operation's id in the catalogue.</summary>
    public string? Operation { get; init; }

    /// <summary>The target's id.</summary>
    public string? Target { get; init; }

    /// <summary>As whom the service was asked.</summary>
    public RunAccountDocument? Account { get; init; }

    /// <summary>What became of the target.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ReportedOutcome>))]
    public ReportedOutcome? Outcome { get; init; }

    /// <summary>What happened, in words.</summary>
    public string? Message { get; init; }

    /// <summary>The service's id of the last request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The HTTP status of the last answer.</summary>
    public int? Status { get; init; }

    /// <summary>The command that undoes it, or why none does; left out where nothing was changed.</summary>
    public string? Undo { get; init; }

    /// <summary>The row's place in the chain: 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    public static HistoryDocument Of(HistoryRow row) => new()
    {
        Time = row.At,
        Run = row.RunId,
        Sequence = row.Sequence,
        User = row.User,
        Host = row.Host,
        Title = row.Title,
        Reason = row.Reason,
        Operation = row.Operation,
        Target = row.Target,
        Account = row.Account is { } account ? new RunAccountDocument(account.Service, account.Name, account.Server, account.Tenant) : null,
        Outcome = RunKinds.OutcomeOf(row),
        Message = row.IsOpen ? "It was sent, or about to be, and no answer was written down: it is under way, or ectl was ended." : row.Result?.Message,
        RequestId = row.Result?.RequestId,
        Status = row.Result?.StatusCode,
        Undo = RunKinds.UndoOf(row),
        Hash = row.Hash,
        Service = row.Account?.Service,
    };
}

/// <summary>Runs and rows of the history as JSON.</summary>
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(HistoryDocument))]
internal sealed partial class RunItemsJsonContext : JsonSerializerContext
{
    public static RunItemsJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}
