using System.Globalization;
using System.Text;

namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>The catalogue of operations as people read it: docs/reference/operations.md.</summary>
internal static class OperationsDocument
{
    private const string Introduction = """
        # The operations

        <!-- Written by a test from the catalogue of operations: run the tests with EXECUTIONCONTROL_UPDATE_DOCS=1. -->

        What is fixed about each operation that changes something, as `ControlOperations` in `ExecutionControl.Client` says it; retries, waits
        and questions read the same.

        An attempt that cannot have been processed is always made again. One that may have been is made again as the second table says, and
        that is fixed for each operation: no option changes it.

        `ectl` asks at the terminal that it was given at, and needs `--yes` where there is none; "for several only" is asked about with more than
        one target. [accounts](../accounts.md#consent) has the rest.
        """;

    public static string Write()
    {
        var text = new StringBuilder(Introduction).Append("\n\n");
        text.Append("| operation | service | asks a person first | can be undone | a wait looks for |\n| --- | --- | --- | --- | --- |\n");
        foreach (var operation in ControlOperations.All.Where(operation => operation.ChangesState).SelectMany(Cases))
        {
            var (name, facts) = operation;
            var confirmation = facts.NeedsConfirmation ? "yes" : "for several only";
            var goal = facts.Goal?.Description ?? "nothing that can be seen";
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {facts.Service} | {confirmation} | {facts.Undo!.ToString(Code)} | {goal} |\n");
        }

        text.Append("\n| operation | sent again when it may have been processed | asking again by hand |\n| --- | --- | --- |\n");
        foreach (var operation in ControlOperations.All.Where(operation => operation.ChangesState))
        {
            var rule = operation.Repetition switch
            {
                ControlRepetition.Always => "yes: ",
                ControlRepetition.Never => "**never**: ",
                _ => string.Empty,
            };
            var byHand = operation.AdviceWhenUnsafe ?? "safe";
            text.Append(CultureInfo.InvariantCulture, $"| {Code(operation.Id)} | {rule}{operation.RepetitionReason} | {byHand} |\n");
        }

        return text.ToString();
    }

    /// <summary>The table of the README: what each service can do, and what can be undone.</summary>
    public static string WriteSummary()
    {
        var text = new StringBuilder("| service | `ectl` … | asks first | can be undone |\n| --- | --- | --- | --- |\n");
        foreach (var operation in ControlOperations.All.Where(operation => operation.ChangesState))
        {
            var undo = operation.Undo!;
            var extent = undo.Extent switch
            {
                ControlUndoExtent.None => "no",
                ControlUndoExtent.Partial => "in part, by ",
                _ => "yes, by ",
            };
            var by = undo.OperationId is { } id ? Code(id[(id.LastIndexOf('.') + 1)..]) : string.Empty;
            var first = operation.NeedsConfirmation ? "yes" : "of several";
            text.Append(CultureInfo.InvariantCulture, $"| {operation.Service} | {Code(operation.Id.Replace('.', ' '))} | {first} | {extent}{by} |\n");
        }

        return text.ToString();
    }

    /// <summary>An operation, and each of its decisions for which something else holds.</summary>
    private static IEnumerable<(string Name, ControlOperation Facts)> Cases(ControlOperation operation)
    {
        yield return (Code(operation.Id), operation);
        foreach (var decision in operation.Decisions)
        {
            yield return ($"… with {decision}", operation.WithDecision(decision));
        }
    }

    private static string Code(string id) => $"`{id}`";
}
