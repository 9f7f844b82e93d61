namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>An answer is not what the contract says; the message has the answer.</summary>
internal sealed class ContractBrokenException(string message) : Exception(message);
