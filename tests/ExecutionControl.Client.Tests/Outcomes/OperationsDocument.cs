using System.Globalization;
using System.Text;

namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>The catalogue of operations as people read it: docs/operations.md.</summary>
internal static class OperationsDocument
{
    private const string Introduction = """
        # The operations

        What is fixed about each operation that changes something, as `ControlOperations` in `ExecutionControl.Client` says it; retries, waits
        and questions read the same. A test fails when this page is out of date, and `EXECUTIONCONTROL_UPDATE_DOCS=1 dotnet test
        tests/ExecutionControl.Client.Tests` writes it anew.

        An attempt that cannot have been processed is always made again. One that may have been is made again as the second table says, and
        that is fixed for each operation: no option changes it.

        `ectl` asks at the terminal that it was given at, and needs `--yes` where there is none; "for several only" is asked about with more than
        one target. [accounts.md](accounts.md#consent) has the rest.
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
