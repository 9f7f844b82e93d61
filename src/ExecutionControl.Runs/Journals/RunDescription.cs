using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>What a run is made of beside its targets.</summary>
public sealed record RunDescription
{
    /// <summary>The plan's header: accounts, reason, title.</summary>
    public required PlanHeader Plan { get; init; }

    /// <summary>The digest that the targets must have; <see langword="null"/> where any will do, and is kept.</summary>
    public string? Digest { get; init; }

    /// <summary>Who asks for it; <see langword="null"/>, the default, for the user of this process.</summary>
    public string? User { get; init; }

    /// <summary>From which machine; <see langword="null"/>, the default, for this one.</summary>
    public string? Host { get; init; }

    /// <summary>How it goes, to be kept with it; <see langword="null"/>, the default, for nothing that is kept.</summary>
    public RunPacing? Pacing { get; init; }
}

/// <summary>A run as it stands.</summary>
public sealed record RunRecord
{
    /// <summary>The id, such as <c>run-7k3m9q2x</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The place among the runs of the journal, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The header of its plan.</summary>
    public required PlanHeader Plan { get; init; }

    /// <summary>The digest of its plan.</summary>
    public required string Digest { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string User { get; init; }

    /// <summary>From which machine.</summary>
    public required string Host { get; init; }

    /// <summary>Whether it is a single command that was written down afterwards.</summary>
    public bool IsCommand { get; init; }

    /// <summary>How many targets stand where.</summary>
    public required RunCounts Counts { get; init; }

    /// <summary>
    /// The end of its chain as it is now. Kept elsewhere, it shows later whether what was written until then is still there, by
    /// <see cref="IRunJournal.VerifyAsync"/>; <see langword="null"/> where the run was not read from its journal.
    /// </summary>
    public ChainHead? Head { get; init; }

    /// <summary>How it goes, as was said when it was made: what a <see cref="ControlRunnerOptions"/> does not say otherwise.</summary>
    public RunPacing Pacing { get; init; } = RunPacing.None;

    /// <summary>Whether the first targets, as <see cref="RunPacing.Canary"/> asks for them, are done, and it was to go on.</summary>
    public bool IsCanaryPassed { get; init; }

    /// <summary>Who works on it, or did last, such as <c>host:1234</c>; <see langword="null"/> where nobody has yet.</summary>
    public string? Worker { get; init; }
}

/// <summary>How many targets of a run stand where.</summary>
public sealed record RunCounts
{
    /// <summary>All of them.</summary>
    public long Total { get; init; }

    /// <summary>Applied.</summary>
    public long Applied { get; init; }

    /// <summary>Already so.</summary>
    public long AlreadySo { get; init; }

    /// <summary>Settled in part.</summary>
    public long Partial { get; init; }

    /// <summary>Refused.</summary>
    public long Refused { get; init; }

    /// <summary>Not applied.</summary>
    public long NotApplied { get; init; }

    /// <summary>Unknown.</summary>
    public long Unknown { get; init; }

    /// <summary>Not sent: changed since the plan, or impossible to send.</summary>
    public long NotSent { get; init; }

    /// <summary>How many have come to an outcome.</summary>
    public long Done => Applied + AlreadySo + Partial + Refused + NotApplied + Unknown + NotSent;

    /// <summary>How many have not: not begun, or begun by a process that has ended since.</summary>
    public long Left => Total - Done;

    /// <summary>How many are neither as was wanted nor left out.</summary>
    public long Failed => Partial + Refused + NotApplied + Unknown;

    /// <summary>
    /// How many say how such targets fare: without those about which nothing was to be changed, or for which nothing was sent.
    /// </summary>
    public long Tried => Done - AlreadySo - NotSent;

    /// <summary>How many came to an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <returns>Their number.</returns>
    public long Of(TargetOutcome outcome) => outcome switch
    {
        TargetOutcome.Applied => Applied,
        TargetOutcome.AlreadySo => AlreadySo,
        TargetOutcome.Partial => Partial,
        TargetOutcome.Refused => Refused,
        TargetOutcome.NotApplied => NotApplied,
        TargetOutcome.NotSent => NotSent,
        _ => Unknown,
    };
}

/// <summary>A target of a run as it stands.</summary>
public sealed record RunTarget
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>The place in the plan, from 1.</summary>
    public required long Ordinal { get; init; }

    /// <summary>What was planned.</summary>
    public required PlannedTarget Planned { get; init; }

    /// <summary>How far it is.</summary>
    public required RunTargetStatus Status { get; init; }

    /// <summary>When it was last about to be acted on; <see langword="null"/> where it never was.</summary>
    public DateTimeOffset? IntendedAt { get; init; }

    /// <summary>How many times it was about to be acted on.</summary>
    public int Intents { get; init; }

    /// <summary>
    /// Whether its outcome was unknown before this, and a person has asked for it to be done again: what it is found to be may come of the call before.
    /// </summary>
    public bool WasUnknown { get; init; }

    /// <summary>
    /// Whether an earlier try may have been applied: an intent that was never settled, or an outcome that nobody knew and that is tried again. What
    /// the service answers now is judged by that, and an intent that is taken back still stands.
    /// </summary>
    public bool MayHaveBeenApplied { get; init; }

    /// <summary>When its outcome was written down.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What became of it; <see langword="null"/> where that is not known yet.</summary>
    public TargetResult? Result { get; init; }

    /// <summary>
    /// Whether the journal holds the result. Where it does not, the journal has failed, and a resumed run looks at the target.
    /// </summary>
    public bool IsRecorded { get; init; } = true;
}

/// <summary>How far a target of a run is.</summary>
public enum RunTargetStatus
{
    /// <summary>Nothing was sent for it.</summary>
    Pending,

    /// <summary>It was about to be acted on; what became of it is not written down.</summary>
    Intended,

    /// <summary>It has come to an outcome.</summary>
    Settled,
}

/// <summary>Which runs are listed.</summary>
public sealed class RunFilter
{
    /// <summary>Only those made since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those that have targets without an outcome. Default <see langword="false"/>.</summary>
    public bool IsUnfinished { get; init; }

    /// <summary>Whether single commands are listed, too. Default <see langword="false"/>.</summary>
    public bool WithCommands { get; init; }

    /// <summary>Only those of the plan with this digest, single commands never; <see langword="null"/> for all.</summary>
    public string? Digest { get; init; }

    /// <summary>
    /// Is told of each run that cannot be read, which is left out then; <see langword="null"/>, the default, where the list is to end with that
    /// exception.
    /// </summary>
    public Action<RunDamagedException>? Damaged { get; init; }
}

/// <summary>Which targets of a run are listed.</summary>
public sealed class RunTargetFilter
{
    /// <summary>Only those that came to one of these; <see langword="null"/> for all.</summary>
    public IReadOnlySet<TargetOutcome>? Outcomes { get; init; }

    /// <summary>Only those that are so far; <see langword="null"/> for all.</summary>
    public RunTargetStatus? Status { get; init; }
}

/// <summary>Which rows of the history are listed.</summary>
public sealed class HistoryFilter
{
    /// <summary>Only of this run.</summary>
    public string? RunId { get; init; }

    /// <summary>Only since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only of this service.</summary>
    public ControlService? Service { get; init; }

    /// <summary>Only of this operation, by its <see cref="ControlOperation.Id"/>.</summary>
    public string? Operation { get; init; }

    /// <summary>Only of the target with this id.</summary>
    public string? Target { get; init; }

    /// <summary>Only those that came to one of these; <see langword="null"/> for all.</summary>
    public IReadOnlySet<TargetOutcome>? Outcomes { get; init; }

    /// <summary>Whether rows about runs as a whole are listed, too, as when they were made. Default <see langword="false"/>.</summary>
    public bool WithRuns { get; init; }

    /// <summary>From the oldest to the newest. Default <see langword="false"/>.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>
    /// Is told of each run and each row that cannot be read, which is left out then; <see langword="null"/>, the default, where the list is to end with
    /// that exception.
    /// </summary>
    public Action<RunDamagedException>? Damaged { get; init; }
}
