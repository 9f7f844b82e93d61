using System.CommandLine;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Services.ConductorOne;
using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>An operation on what automations' circuit breakers paused.</summary>
internal abstract class BreakerOperation : Operation<ConductorOneClient, BreakerInput>
{
    private readonly ChoiceOption _decision;

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for with --decision cancel.",
        HelpName = "text",
    };

    /// <param name="entry">Its entry of the catalogue.</param>
    /// <param name="decision">What becomes of paused executions, as the help says it.</param>
    /// <param name="isRequired">Whether that must be decided.</param>
    protected BreakerOperation(ControlOperation entry, string decision, bool isRequired)
        : base(entry, BreakerJsonContext.Lines.BreakerInput) =>
        _decision = new ChoiceOption("--decision", ["run", "cancel"]) { Description = decision, Required = isRequired };

    public override IReadOnlyList<Option> Options => [_decision, _reason];

    public override string ExtentTitle => "paused executions";

    public override string? DecisionIn(ParseResult parseResult) => Decision(new BreakerInput { Decision = TypedIn(parseResult) });

    /// <exception cref="NotSentException">A profile demands a reason, and there is neither one nor somebody to ask for it.</exception>
    public override Task<BreakerInput> ReadAsync(ParseResult parseResult, ICaller caller, CancellationToken cancellationToken)
    {
        var input = new BreakerInput { Decision = TypedIn(parseResult), Reason = parseResult.GetValue(_reason) };
        if (input.Decision == PausedExecutionDecision.Cancel && string.IsNullOrWhiteSpace(input.Reason) && !caller.MayAsk
            && caller.FindProfileThatRequiresReason() is { } profile)
        {
            throw MissingReason(profile);
        }

        return Task.FromResult(input);
    }

    public override async Task<BreakerInput> CompleteAsync(BreakerInput input, ICaller caller, CancellationToken cancellationToken)
    {
        var reason = input.Decision == PausedExecutionDecision.Cancel ? await AskForReasonAsync(input, caller, cancellationToken) : input.Reason;
        return input with { Reason = string.IsNullOrWhiteSpace(reason) ? null : reason };
    }

    public override ControlOperation EntryFor(BreakerInput input) => Entry.WithDecision(Decision(input));

    public override async Task<OperationExtent> FindExtentAsync(ConductorOneClient client, string target, CancellationToken cancellationToken) =>
        new((await PausedExecutions.CountAsync(client, target, cancellationToken)).ToString());

    /// <summary>The decision as it is written; null where there is none.</summary>
    protected static string? Decision(BreakerInput input) => input.Decision is { } decision ? Choose(decision, "run", "cancel") : null;

    /// <summary>What has become of executions by a decision.</summary>
    protected static string Participle(PausedExecutionDecision decision) => Choose(decision, "sent on to run", "cancelled");

    /// <summary>A backlog of paused executions, said of its automation; empty where none was seen.</summary>
    protected static string Backlog(PausedBacklogState state) => state switch
    {
        { PausedCount: 0, IsLowerBound: false } => "no paused executions",
        { PausedCount: 0 } => string.Empty,
        { IsLowerBound: true } => $"{state.PausedCount} or more paused executions",
        _ => $"{state.PausedCount} paused executions",
    };

    /// <summary>The decision that an effect came from; null where there was none.</summary>
    protected static PausedExecutionDecision? DecisionOf(AwaitedEffect effect) => effect.Decision switch
    {
        "run" => PausedExecutionDecision.Run,
        "cancel" => PausedExecutionDecision.Cancel,
        _ => null,
    };

    private static string Choose(PausedExecutionDecision decision, string run, string cancel) => decision switch
    {
        PausedExecutionDecision.Run => run,
        PausedExecutionDecision.Cancel => cancel,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };

    /// <summary>Why executions are cancelled. ConductorOne does not demand it, people who read the audit log do, and a profile can.</summary>
    private static async Task<string?> AskForReasonAsync(BreakerInput input, ICaller caller, CancellationToken cancellationToken)
    {
        var demanding = caller.FindProfileThatRequiresReason();
        var question = demanding is null
            ? "Reason, for ConductorOne's audit log (empty for none): "
            : $"Reason, for ConductorOne's audit log (profile {demanding} demands one): ";
        var reason = await AskForReasonAsync(caller, input.Reason, question, cancellationToken);
        if (reason is null && demanding is not null)
        {
            throw MissingReason(demanding);
        }

        if (reason is null)
        {
            caller.Warn("cancelling without --reason: ConductorOne's audit log will not say why.");
        }

        return reason;
    }

    private static NotSentException MissingReason(string profile) =>
        new(ExitCode.NotSent, $"Profile {profile} demands a reason for cancelling: add --reason. Nothing was sent.");

    private PausedExecutionDecision? TypedIn(ParseResult parseResult) => parseResult.GetValue(_decision)?.ToUpperInvariant() switch
    {
        "RUN" => PausedExecutionDecision.Run,
        "CANCEL" => PausedExecutionDecision.Cancel,
        _ => null,
    };
}

/// <summary>What is decided about executions that circuit breakers paused.</summary>
internal sealed record BreakerInput
{
    /// <summary>What becomes of them; null to leave them paused.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<PausedExecutionDecision>))]
    public PausedExecutionDecision? Decision { get; init; }

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; init; }
}

/// <summary>The input as a line of JSON.</summary>
[JsonSerializable(typeof(BreakerInput))]
internal sealed partial class BreakerJsonContext : JsonSerializerContext
{
    public static BreakerJsonContext Lines { get; } = new(OperationJsonContext.NewOptions());
}
