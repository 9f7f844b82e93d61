using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>What waiting for an effect showed.</summary>
/// <typeparam name="TState">The kind of state that the target has.</typeparam>
public sealed record WaitResult<TState>
{
    /// <summary>How the waiting ended.</summary>
    public required WaitOutcome Outcome { get; init; }

    /// <summary>The state seen last; empty when the target could not be read even once.</summary>
    public required TState State { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why the last look failed; <see langword="null"/> when it did not.</summary>
    public ControlCallFailure? LastFailure { get; init; }
}

/// <summary>How waiting for an effect ended.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<WaitOutcome>))]
public enum WaitOutcome
{
    /// <summary>Nothing was waited for.</summary>
    Unknown,

    /// <summary>The target is in the wanted state.</summary>
    Verified,

    /// <summary>The target came to its end in another state, which <see cref="WaitResult{TState}.State"/> tells.</summary>
    Contradicted,

    /// <summary>Time ran out before either; the service's acceptance stands.</summary>
    StillInFlight,
}
