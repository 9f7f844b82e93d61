using System.Text.Json.Serialization;

namespace ExecutionControl.Client;

/// <summary>What a control call came to when it did not fail.</summary>
public abstract record ControlResult
{
    /// <summary>
    /// The operation as it was asked for: the decision is made, where there is one. <see langword="null"/> where a result that was made by
    /// hand does not say.
    /// </summary>
    [JsonIgnore]
    public ControlOperation? Operation => FindOperation();

    /// <summary>
    /// What a wait for its effect looks for, as <c>WaitAsync</c> of the client does; <see langword="null"/> where nothing can be seen afterwards.
    /// </summary>
    [JsonIgnore]
    public ControlGoal? Goal => Operation?.Goal;

    /// <summary>The service that was asked.</summary>
    public required ControlService Service { get; init; }

    /// <summary>The id that was acted on.</summary>
    public required string Target { get; init; }

    /// <summary><see cref="ControlOutcome.Applied"/>, <see cref="ControlOutcome.AlreadySo"/> or <see cref="ControlOutcome.Partial"/>.</summary>
    public required ControlOutcome Outcome { get; init; }

    /// <summary>Whether the service accepted the call and goes on with the work in the background.</summary>
    public bool IsSettling { get; init; }

    /// <summary>What the service itself could not confirm, in its words; <see langword="null"/> when it confirmed everything.</summary>
    public string? Warning { get; init; }

    /// <summary>How many attempts were made, over all rounds; at least 1.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Whether an attempt before the one that settled the call may have been processed as well.</summary>
    public bool HadUnclearAttempt { get; init; }

    /// <summary>The service's id of the last request, where it gives one.</summary>
    public string? RequestId { get; init; }

    private protected abstract ControlOperation? FindOperation();
}
