using System.Text.Json.Serialization;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Operations;

/// <summary>
/// An effect that comes after the service has accepted a call, as a value: it can be written down, and another process can wait for it. What
/// is looked for stands in the catalogue.
/// </summary>
internal sealed record AwaitedEffect
{
    /// <summary>The service that accepted.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<ControlService>))]
    public required ControlService Service { get; init; }

    /// <summary>The operation's id in the catalogue, such as <c>automations.resolve-paused</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The decision that changes what is looked for; null where there is none.</summary>
    public string? Decision { get; init; }

    /// <summary>The target's id.</summary>
    public required string Target { get; init; }

    /// <summary>When the service accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Whether the service could not confirm the effect itself: then no state that is seen verifies it.</summary>
    public bool IsUnconfirmed { get; init; }

    /// <summary>What is looked for; null where the catalogue knows of nothing.</summary>
    [JsonIgnore]
    public ControlGoal? Goal => ControlOperations.Find(Operation)?.WithDecision(Decision).Goal;

    /// <summary>Says of what a wait has shown what it means for this effect.</summary>
    /// <param name="result">What the client's wait has shown.</param>
    /// <param name="describe">A state in words; empty when none was seen.</param>
    /// <param name="spell">The service's own word for a state, as every document spells it; null where the words are that.</param>
    public WaitReport Judge<TState>(WaitResult<TState> result, Func<TState, string> describe, Func<TState, string>? spell = null)
    {
        var shown = describe(result.State);
        var state = shown.Length > 0 && spell is not null ? spell(result.State) : shown;
        var outcome = IsUnconfirmed && result.Outcome == WaitOutcome.Verified ? WaitOutcome.StillInFlight : result.Outcome;
        return new WaitReport(outcome, state.Length > 0 ? state : null, Math.Round(result.Elapsed.TotalSeconds, 3), result.LastFailure?.Message)
        {
            Shown = shown.Length > 0 ? shown : null,
            IsGoalSeen = result.Outcome == WaitOutcome.Verified,
        };
    }
}
