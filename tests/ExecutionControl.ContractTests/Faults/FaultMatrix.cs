using ExecutionControl.ContractTests.Faults.Tables;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>Every fault, with the operations that it is about.</summary>
internal static class FaultMatrix
{
    public static IReadOnlyList<(string Title, IReadOnlyList<Fault> Faults)> Sections { get; } =
    [
        ("Connections", [.. ConnectionFaults.All]),
        ("Statuses", [.. AnswerFaults.All]),
        ("Answers that cannot be read", [.. BodyFaults.All]),
        ("One after another", [.. PairFaults.All]),
        ("Cancellation", [.. CancelFaults.All]),
        ("The token endpoint", [.. TokenFaults.All]),
        ("The rounds of resolve-paused", [.. ResolvePausedFaults.All]),
        ("The trips of a breaker", [.. ClearBreakerFaults.All]),
        ("What single services say in their own way", [.. KubiyaFaults.All]),
    ];

    public static IReadOnlyList<Fault> Faults { get; } = [.. Sections.SelectMany(section => section.Faults)];

    public static Fault Find(string name) => Faults.Single(fault => fault.Name == name);

    /// <summary>The cells of the faults that WireMock makes, or of the others.</summary>
    public static TheoryData<string, string> Cells(bool areWireMocks)
    {
        var cells = new TheoryData<string, string>();
        foreach (var fault in Faults.Where(fault => fault.IsWireMocks == areWireMocks))
        {
            foreach (var operation in ControlledOperations.All.Where(fault.AppliesTo))
            {
                cells.Add(operation.Name, fault.Name);
            }
        }

        return cells;
    }
}
