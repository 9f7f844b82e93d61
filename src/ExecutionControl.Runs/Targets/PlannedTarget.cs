using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>One operation on one target, as a plan holds it.</summary>
public sealed record PlannedTarget
{
    /// <summary>What is to be done: an operation of <see cref="ControlOperations"/> that changes something.</summary>
    public required ControlOperation Operation { get; init; }

    /// <summary>The <see cref="RunAccount.Name"/> of the account at the operation's service.</summary>
    public required string Account { get; init; }

    /// <summary>The target's id, as its service writes it.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The input of the operation, one JSON object, such as <c>{"decision":"cancel","reason":"…"}</c>; <see langword="null"/> where it takes none.
    /// </summary>
    public string? Input { get; init; }

    /// <summary>The state that the target was seen in when the plan was made, in the service's words; <see langword="null"/> where nobody looked.</summary>
    public string? State { get; init; }

    /// <summary>
    /// Why its state could not be seen when the plan was made, for a person; <see langword="null"/> where it was, and where nobody looked. Whoever carries
    /// the plan out looks again. It stands in the plan's file, is no part of its digest, and is not kept by a journal.
    /// </summary>
    public string? NotSeen { get; init; }

    /// <summary>
    /// Why nothing is to be sent for it, such as <c>it is completed by now</c>; <see langword="null"/> where it is to be done. No part of a plan: it
    /// is what whoever makes a run of one has found out since.
    /// </summary>
    public string? SkipReason { get; init; }

    /// <summary>The operation with what the decision in the input changes about it, such as whether it can be undone.</summary>
    public ControlOperation DecidedOperation => OperationInput.Decide(Operation, Input);

    /// <summary>What it is, for a person; holds no input.</summary>
    /// <returns>The operation and the target.</returns>
    public override string ToString() => Operation.Describe(Id);
}
