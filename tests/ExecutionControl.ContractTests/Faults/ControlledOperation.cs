using ExecutionControl.Client;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>One changing operation, with what a service that behaves answers to it and to a look at its target.</summary>
/// <param name="Name">How the tests and the documentation call it.</param>
/// <param name="Service">The service.</param>
/// <param name="Operation">How results and errors call it.</param>
/// <param name="Target">The target.</param>
/// <param name="Rule">Whether it may be repeated.</param>
internal sealed record ControlledOperation(string Name, ControlService Service, string Operation, string Target, RepeatRule Rule)
{
    /// <summary>Where the changing request goes.</summary>
    public required string Path { get; init; }

    /// <summary>Where a look at the target goes.</summary>
    public required string LookPath { get; init; }

    /// <summary>The whole body of the request; null for none.</summary>
    public required string? Body { get; init; }

    /// <summary>The body of the answer that accepts it.</summary>
    public required string Accepted { get; init; }

    /// <summary>The body of a look while the target is as it was before.</summary>
    public required string Unchanged { get; init; }

    /// <summary>The body of a look once the target is as it was to become.</summary>
    public required string Reached { get; init; }

    /// <summary>What a failure has to tell about a target that is as it was; null where a look tells nothing.</summary>
    public string? UnchangedState { get; init; }

    /// <summary>Whether a look at a target that is as it was to become proves that the call was applied.</summary>
    public bool LookProves { get; init; }

    /// <summary>Makes the call.</summary>
    public required Func<ControlClients, CancellationToken, Task<ControlResult>> CallAsync { get; init; }

    /// <summary>Reads the target.</summary>
    public required Func<ControlClients, Task> LookAsync { get; init; }

    public override string ToString() => Name;
}
