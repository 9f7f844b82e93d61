using System.Globalization;
using System.Text;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>The matrix as people read it: docs/reference/faults.md.</summary>
internal static class FaultDocument
{
    private const string Introduction = """
        # What becomes of a call when something goes wrong

        <!-- Written by a test from the tests' own tables: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        Every operation that changes something, against every fault, as the tests prove it: how the call ends, how many changing
        requests reach the service, and how long the client waits between them (with its jitter at the ceiling).
        [Faults](../faults.md) says it in a page.

        Whether an attempt may be made again depends on what is known of it and on the operation, never on the HTTP method:

        - an attempt that was certainly not processed (no connection, no tunnel, 425, 429, no token) is made again, by every
          operation, but for a proxy that says no, as 407 does;
        - one that may have been processed (a reset, no answer in time, an answer that cannot be read, 408, 499 and every
          status from 500 on) is made again by the repeatable operations, by C1 clear-breaker only while the breaker shows the
          same trip as before, and by Codegen resume never;
        - an answer stands, but a 401 is tried again once with a new token.

        Once an attempt may have been processed, no later refusal makes the call "refused" or "not applied".
        """;

    private static readonly IReadOnlyList<string> Repeatable =
        [.. ControlledOperations.All.Where(operation => operation.Rule == RepeatRule.Repeatable).Select(operation => operation.Name)];

    public static string Write()
    {
        var text = new StringBuilder(Introduction).Append("\n\n");
        var cells = FaultMatrix.Faults.Sum(fault => ControlledOperations.All.Count(fault.AppliesTo));
        text.Append(CultureInfo.InvariantCulture, $"The repeatable operations are {string.Join(", ", Repeatable)}.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{FaultMatrix.Faults.Count} faults, {ControlledOperations.All.Count} operations, {cells} cells.\n");
        foreach (var (title, faults) in FaultMatrix.Sections)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| fault | made by | operation | the call ends |\n| --- | --- | --- | --- |\n");
            foreach (var fault in faults)
            {
                Append(text, fault);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Fault fault)
    {
        var applicable = ControlledOperations.All.Where(fault.AppliesTo).ToList();
        var lead = $"| {fault.Name} | {(fault.IsWireMocks ? "WireMock" : "socket")} ";
        foreach (var group in applicable.GroupBy(operation => fault.Expected(operation).ToString(), StringComparer.Ordinal))
        {
            var names = Names([.. group.Select(operation => operation.Name)]);
            text.Append(CultureInfo.InvariantCulture, $"{lead}| {names} | {group.Key} |\n");
            lead = "| | ";
        }
    }

    private static string Names(IReadOnlyList<string> operations)
    {
        var others = ControlledOperations.All.Select(operation => operation.Name).Except(operations, StringComparer.Ordinal).ToList();
        return others.Count == 0 ? "all"
            : operations.SequenceEqual(Repeatable, StringComparer.Ordinal) ? "the repeatable ones"
            : others.Count <= 3 ? $"all but {string.Join(", ", others)}"
            : string.Join(", ", operations);
    }
}
