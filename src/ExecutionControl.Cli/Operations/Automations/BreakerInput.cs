using System.CommandLine;
using System.Text.Json.Serialization;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Options;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Cli.Operations.Automations;

/// <summary>What is decided about executions that circuit breakers paused.</summary>
internal sealed record BreakerInput
{
    /// <summary>What becomes of them; null to leave them paused.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<PausedExecutionDecision>))]
    public PausedExecutionDecision? Decision { get; init; }

    /// <summary>Why; null where nobody said.</summary>
    public string? Reason { get; init; }
}

/// <summary>Reads <see cref="BreakerInput"/> from a command line.</summary>
internal sealed class BreakerOptions
{
    private readonly ChoiceOption _decision;

    private readonly Option<string> _reason = new("--reason")
    {
        Description = "Why, for ConductorOne's audit log: at most 1024 bytes. On a terminal it is asked for with --decision cancel.",
        HelpName = "text",
    };

    /// <param name="decision">What becomes of paused executions, as the help says it.</param>
    /// <param name="isRequired">Whether it must be said.</param>
    public BreakerOptions(string decision, bool isRequired) =>
        _decision = new ChoiceOption("--decision", ["run", "cancel"]) { Description = decision, Required = isRequired };

    public IReadOnlyList<Option> All => [_decision, _reason];

    /// <summary>The decision that was typed; null where none was.</summary>
    public PausedExecutionDecision? DecisionIn(ParseResult parseResult) => parseResult.GetValue(_decision)?.ToUpperInvariant() switch
    {
        "RUN" => PausedExecutionDecision.Run,
        "CANCEL" => PausedExecutionDecision.Cancel,
        _ => null,
    };

    /// <exception cref="NotSentException">A reason is demanded, and there is neither one nor somebody to ask for it.</exception>
    public BreakerInput Read(ParseResult parseResult, ICaller caller)
    {
        var input = new BreakerInput { Decision = DecisionIn(parseResult), Reason = parseResult.GetValue(_reason) };
        if (input.Decision == PausedExecutionDecision.Cancel)
        {
            CancelReason.Require(caller, input.Reason);
        }

        return input;
    }

    /// <summary>Asks for the reason where it is missing.</summary>
    /// <exception cref="NotSentException">It is demanded and stays missing.</exception>
    public static async Task<BreakerInput> CompleteAsync(BreakerInput input, ICaller caller, CancellationToken cancellationToken)
    {
        var reason = input.Decision == PausedExecutionDecision.Cancel ? await CancelReason.GetAsync(caller, input.Reason, cancellationToken) : input.Reason;
        return input with { Reason = string.IsNullOrWhiteSpace(reason) ? null : reason };
    }
}

/// <summary>A decision about paused executions in words.</summary>
internal static class DecisionText
{
    public static string Name(PausedExecutionDecision decision) => Choose(decision, "run", "cancel");

    public static string Participle(PausedExecutionDecision decision) => Choose(decision, "sent on to run", "cancelled");

    private static string Choose(PausedExecutionDecision decision, string run, string cancel) => decision switch
    {
        PausedExecutionDecision.Run => run,
        PausedExecutionDecision.Cancel => cancel,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "There is no such decision."),
    };
}

/// <summary>The input as a line of JSON.</summary>
[JsonSerializable(typeof(BreakerInput))]
internal sealed partial class BreakerJsonContext : JsonSerializerContext
{
    public static BreakerJsonContext Lines { get; } = new(OperationJsonContext.NewOptions());
}
