namespace ExecutionControl.ContractTests.Faults;

/// <summary>What an answer of a faulty service may refer to.</summary>
/// <param name="Operation">The operation that is called.</param>
/// <param name="OtherHost">A host that no token is for.</param>
internal sealed record FaultScene(ControlledOperation Operation, Uri OtherHost);
