using ExecutionControl.Client;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>One fault, or a sequence of them: what the service does, and how calls have to end.</summary>
/// <param name="Name">How the tests and the documentation call it.</param>
/// <param name="Steps">What becomes of the changing requests, in order; the last step goes for all that follow.</param>
internal sealed record Fault(string Name, params FaultStep[] Steps)
{
    /// <summary>What it makes of the attempts, for faults that mean the same to all operations.</summary>
    public FaultCourse? Course { get; init; }

    /// <summary>Why the service says no, where it does.</summary>
    public RefusalReason? Reason { get; init; }

    /// <summary>The seconds waited after each attempt, where the service asks for more than the back-off.</summary>
    public double[]? Waits { get; init; }

    /// <summary>How single operations have to end, by name, for faults that do not mean the same to all of them.</summary>
    public IReadOnlyDictionary<string, CallRecord>? Ends { get; init; }

    /// <summary>What looks at the target show, in order; null for a target that is as it was.</summary>
    public FaultStep[]? Looks { get; init; }

    /// <summary>What a search for paused executions shows before the call; null for none.</summary>
    public string? Paused { get; init; }

    /// <summary>The state in which that execution is afterwards.</summary>
    public string? Settled { get; init; }

    /// <summary>What the token endpoint does, in order; only clients with client credentials ask it.</summary>
    public FaultStep[]? Tokens { get; init; }

    /// <summary>How many requests reach the token endpoint; null where nobody counts.</summary>
    public Func<ControlledOperation, int>? TokenRequests { get; init; }

    public TokenKind TokenKind { get; init; }

    public CancelPoint Cancel { get; init; }

    /// <summary>Whether a server listens at all.</summary>
    public bool Listens { get; init; } = true;

    /// <summary>Whether the server takes no further connection after the first changing request.</summary>
    public bool StopsListening { get; init; }

    /// <summary>Whether a look goes before, so that the changing request uses a connection that is open already.</summary>
    public bool ReusesConnection { get; init; }

    /// <summary>The operations that it is about; null for all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Whether WireMock can do all of it; otherwise a bare socket does.</summary>
    public bool IsWireMocks => Listens && !StopsListening && !ReusesConnection && Cancel == CancelPoint.Never
        && Steps.Concat(Looks ?? []).Concat(Tokens ?? []).All(step => step is { Stub: not null, TurnsClock: false });

    public bool AppliesTo(ControlledOperation operation) =>
        Only?.Contains(operation.Name) ?? Ends?.ContainsKey(operation.Name) ?? (TokenKind != TokenKind.ClientCredentials || operation.Service == ControlService.ConductorOne);

    /// <summary>How the call of an operation has to end.</summary>
    public CallRecord Expected(ControlledOperation operation)
    {
        var expected = Ends?.TryGetValue(operation.Name, out var own) is true ? own : ExpectedEnds.Of(Course!.Value, operation.Rule);
        return expected with
        {
            Reason = expected.End == CallEnd.Refused ? expected.Reason ?? Reason : null,
            Waits = Waits is null ? expected.Waits : [.. Waits.Take(expected.Waits.Count)],
        };
    }

    public override string ToString() => Name;
}
