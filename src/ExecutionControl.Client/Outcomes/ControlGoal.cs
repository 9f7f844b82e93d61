using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>What a wait for an operation's effect looks for. States compare without regard to case; one that is in no list says nothing yet.</summary>
public sealed class ControlGoal
{
    internal ControlGoal(ControlGoalKind kind, string description)
    {
        Kind = kind;
        Description = description;
    }

    /// <summary>What is looked at.</summary>
    public ControlGoalKind Kind { get; }

    /// <summary>The goal for a person, such as <c>the execution is paused</c>.</summary>
    public string Description { get; }

    /// <summary>The states that end a wait well.</summary>
    public IReadOnlyList<string> Verifying { get; internal init; } = [];

    /// <summary>The states that end a wait because the target came to something else.</summary>
    public IReadOnlyList<string> Contradicting { get; internal init; } = [];

    /// <summary>
    /// The states that are the operation's own effect: a look that finds one settles a call whose answer was lost, and a refusal that names
    /// one means that it was so already. Empty where a state is evidence but no proof.
    /// </summary>
    public IReadOnlyList<string> Proving { get; internal init; } = [];

    /// <summary>Says what a state means to somebody who waits.</summary>
    /// <param name="state">The state, in the service's words.</param>
    /// <returns><see cref="WaitOutcome.StillInFlight"/> for a state that says nothing yet, unknown ones included.</returns>
    public WaitOutcome Judge(string? state) => state switch
    {
        _ when Holds(Verifying, state) => WaitOutcome.Verified,
        _ when Holds(Contradicting, state) => WaitOutcome.Contradicted,
        _ => WaitOutcome.StillInFlight,
    };

    /// <summary>Says whether a state proves the operation's effect.</summary>
    /// <param name="state">The state, in the service's words.</param>
    /// <returns>Whether it is one of <see cref="Proving"/>.</returns>
    public bool IsProvenBy(string? state) => Holds(Proving, state);

    /// <summary>The description.</summary>
    /// <returns><see cref="Description"/>.</returns>
    public override string ToString() => Description;

    private static bool Holds(IReadOnlyList<string> states, string? state) => state is not null && states.Contains(state, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What a wait looks at.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<ControlGoalKind>))]
public enum ControlGoalKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The target's own state or status, in the service's words.</summary>
    TargetState,

    /// <summary>The automation's circuit breaker: <c>closed</c> or <c>tripped</c>.</summary>
    CircuitBreaker,

    /// <summary>Whether the automation takes new events: <c>enabled</c> or <c>disabled</c>.</summary>
    AutomationEnabled,

    /// <summary>
    /// The automation's paused executions: none is left that was created before the service accepted. It has no states, and needs the
    /// time of the acceptance.
    /// </summary>
    PausedBacklog,
}
