using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>An operation that changes something, as ectl does it. What is fixed about it stands in the client's catalogue.</summary>
/// <param name="entry">Its entry of the catalogue.</param>
internal abstract class Operation(ControlOperation entry)
{
    /// <summary>Its entry of the catalogue, whatever its input.</summary>
    public ControlOperation Entry => entry;

    /// <summary>What a person reads about it before using it.</summary>
    public abstract OperationHelp Help { get; }

    /// <summary>The ids that it acts on.</summary>
    public TargetIds Targets { get; } = TargetIds.Of(entry.TargetKind);

    /// <summary>The options that its input is read from.</summary>
    public virtual IReadOnlyList<Option> Options => [];

    /// <summary>The decision that was typed, as it is written; null where none was, or where the operation takes none.</summary>
    public virtual string? DecisionIn(ParseResult parseResult) => null;

    /// <summary>What is wrong with the options as they were typed together, or null.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="areIdsRead">Whether the ids are read from standard input, which holds nothing else then.</param>
    public virtual string? ComplaintAbout(CommandResult typed, bool areIdsRead) => null;

    /// <summary>Reads the input from a command line, asks for what is missing, and writes it as a line of JSON.</summary>
    /// <param name="parseResult">The command line.</param>
    /// <param name="caller">Who typed it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    public abstract Task<string> WriteAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken);

    /// <summary>Reads the input from a line of JSON, and writes it as ectl does.</summary>
    /// <exception cref="NotSentException">The line holds something else.</exception>
    public abstract string Rewrite(string line);

    /// <summary>Reads the input from a line of JSON, to act with the open client of the operation's service.</summary>
    /// <param name="client">The client.</param>
    /// <param name="line">The input, one JSON object.</param>
    /// <exception cref="NotSentException">The line holds something else.</exception>
    /// <exception cref="ArgumentException">The client is another service's.</exception>
    public abstract IBoundOperation Bind(IDisposable client, string line);

    /// <summary>The targets in a sentence, such as "execution 42" or "each of 3 executions".</summary>
    public static string Subject(ControlTargetKind kind, IReadOnlyList<string> ids) =>
        ids is [var id] ? $"{kind.Noun} {id}" : $"each of {ids.Count} {kind.Plural}";
}

/// <summary>What a person reads about an operation before using it.</summary>
/// <param name="Description">What it does.</param>
/// <param name="Targets">What its targets are.</param>
/// <param name="Examples">Command lines that can be copied.</param>
internal sealed record OperationHelp(string Description, string Targets, params IReadOnlyList<string> Examples);

/// <summary>How much one target concerns.</summary>
/// <param name="Text">In words, such as "240".</param>
/// <param name="IsNothing">Whether a look has shown that there is nothing to act on.</param>
internal sealed record OperationExtent(string Text, bool IsNothing = false);

/// <summary>An operation of one service's client, with one kind of input beside its targets.</summary>
/// <typeparam name="TClient">The service's client.</typeparam>
/// <typeparam name="TInput">What is the same for all targets.</typeparam>
/// <param name="entry">Its entry of the catalogue.</param>
/// <param name="inputType">How the input is written as JSON.</param>
internal abstract class Operation<TClient, TInput>(ControlOperation entry, JsonTypeInfo<TInput> inputType) : Operation(entry)
    where TClient : class, IDisposable
    where TInput : class
{
    /// <summary>Reads the input from a command line that was parsed.</summary>
    /// <param name="parseResult">The command line.</param>
    /// <param name="caller">Who typed it, for what does not stand on the command line itself.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="NotSentException">It cannot be used.</exception>
    public abstract Task<TInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken);

    /// <summary>Asks for what is still missing when the targets are settled, where there is somebody to ask.</summary>
    /// <exception cref="NotSentException">It stays missing.</exception>
    public virtual Task<TInput> CompleteAsync(TInput input, ICaller caller, CancellationToken cancellationToken) => Task.FromResult(input);

    /// <summary>Reads the input from one JSON object, with the checks that the command line has.</summary>
    /// <exception cref="NotSentException">It is no such object, or holds a member that the operation does not take.</exception>
    public TInput Read(string line)
    {
        var input = InputLine.Read(line, inputType, Entry.Id);
        return Complaint(input) is { } complaint ? throw InputLine.Refused(Entry.Id, complaint) : input;
    }

    /// <summary>The input as a line of JSON that <see cref="Read"/> reads.</summary>
    public string Write(TInput input) => JsonSerializer.Serialize(input, inputType);

    /// <summary>The input as a plan holds it; null where there is none.</summary>
    public string? PlannedInput(TInput input) => Write(input) is { } line and not "{}" ? line : null;

    /// <summary>The input as the history keeps it; null where there is none.</summary>
    public virtual string? RecordedInput(TInput input) => PlannedInput(input);

    public override async Task<string> WriteAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken) =>
        Write(await CompleteAsync(await ReadAsync(parseResult, caller, cancellationToken), caller, cancellationToken));

    public override string Rewrite(string line) => Write(Read(line));

    public override IBoundOperation Bind(IDisposable client, string line) => client is TClient own
        ? Bind(own, Read(line))
        : throw new ArgumentException($"{Entry.Id} needs another client.", nameof(client));

    /// <summary>The operation with its input and an open client.</summary>
    public IBoundOperation Bind(TClient client, TInput input) => new Bound(this, client, input);

    /// <summary>Its entry of the catalogue with this input: a decision changes what can be undone and what a wait looks for.</summary>
    public virtual ControlOperation EntryFor(TInput input) => Entry;

    /// <summary>What it would do, to be put after "to", such as "terminate execution 42".</summary>
    /// <param name="input">The input.</param>
    /// <param name="subject">The targets in words.</param>
    public virtual string Sentence(TInput input, string subject) => $"{Entry.Name} {subject}";

    /// <summary>What the extent is of, such as "paused executions"; null where the target itself is all.</summary>
    public virtual string? ExtentTitle => null;

    /// <summary>Finds out how much one target concerns.</summary>
    public virtual Task<OperationExtent> FindExtentAsync(TClient client, string target, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Entry.Id} has no extent.");

    /// <summary>Builds the request that would be sent for a target, and sends nothing.</summary>
    public abstract Task<HttpRequestMessage> PlanAsync(TClient client, TInput input, string target, CancellationToken cancellationToken);

    /// <summary>Acts on one target.</summary>
    public abstract Task<OperationStep> ActAsync(TClient client, TInput input, TargetCall call, CancellationToken cancellationToken);

    /// <summary>Waits at most so long for an effect of this operation, whichever process asked for it; zero is for one look.</summary>
    public virtual Task<WaitReport> WaitAsync(TClient client, AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{Entry.Id} has no effect that could be waited for.");

    /// <summary>What is wrong with an input that was read from JSON, or null.</summary>
    protected virtual string? Complaint(TInput input) => null;

    /// <summary>Why something is stopped: as it was typed, otherwise asked for where there is somebody to ask; null when nobody gave a reason.</summary>
    protected static async Task<string?> AskForReasonAsync(ICaller caller, string? typed, string question, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed) && caller.MayAsk)
        {
            typed = await caller.ReadAnswerAsync(question, cancellationToken);
        }

        return string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
    }

    /// <summary>The report of a call that the service accepted, wholly or in part.</summary>
    /// <param name="result">What the client returned.</param>
    /// <param name="lines">What to tell a person; the first words say the outcome.</param>
    internal OutcomeReport Accepted(ControlResult result, params IReadOnlyList<string> lines)
    {
        var (outcome, exitCode) = result.Outcome switch
        {
            ControlOutcome.Applied => (ReportedOutcome.Applied, ExitCode.Success),
            ControlOutcome.AlreadySo => (ReportedOutcome.AlreadySo, ExitCode.Success),
            ControlOutcome.Partial => (ReportedOutcome.Partial, ExitCode.Partial),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Outcome, "A result is applied, already so or partial."),
        };
        return new OutcomeReport
        {
            Outcome = outcome,

            // The service itself does not know whether what it accepted comes about.
            ExitCode = exitCode == ExitCode.Success && result.Warning is not null ? ExitCode.Unconfirmed : exitCode,
            SafeToRepeat = Entry.IsSafeToRepeat,
            Lines = lines,
            RequestId = result.RequestId,
            Attempts = result.Attempts,
            Settling = result.IsSettling,
        };
    }

    /// <summary>What comes later of a call that the service accepted.</summary>
    protected AwaitedEffect Awaited(ControlResult result, DateTimeOffset acceptedAt, string? decision = null) => new()
    {
        Service = Entry.Service,
        Operation = Entry.Id,
        Decision = decision,
        Target = result.Target,
        AcceptedAt = acceptedAt,
        IsUnconfirmed = result.Warning is not null,
    };

    /// <summary>The operation with its input and a client.</summary>
    private sealed record Bound(Operation<TClient, TInput> Operation, TClient Client, TInput Input) : IBoundOperation
    {
        public ControlOperation Entry => Operation.EntryFor(Input);

        public string? Recorded => Operation.RecordedInput(Input);

        public Task<OperationStep> ActAsync(TargetCall call, CancellationToken cancellationToken) =>
            Operation.ActAsync(Client, Input, call, cancellationToken);

        public Task<WaitReport> WaitAsync(AwaitedEffect effect, TimeSpan timeout, CancellationToken cancellationToken) =>
            Operation.WaitAsync(Client, effect, timeout, cancellationToken);
    }
}
