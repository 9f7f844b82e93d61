using System.Globalization;
using System.Text.Json;
using ExecutionControl.Client;
using ExecutionControl.Runs;

namespace ExecutionControl.Cli.Runs;

/// <summary>What a plan comes to, in the words in which somebody is asked about it.</summary>
internal sealed class PlanContents
{
    /// <summary>So many targets are named; the rest is counted.</summary>
    private const int MostNamed = 10;

    private readonly Dictionary<(string Operation, string? Decision), (PlannedTarget First, long Count)> _parts = [];
    private readonly List<string> _ids = new(MostNamed);

    /// <summary>How many targets there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> FirstIds => _ids;

    /// <summary>Whether all of it can be done a second time without harm.</summary>
    public bool IsSafeToRepeat => _parts.Values.All(part => part.First.DecidedOperation.IsSafeToRepeat);

    /// <summary>What is done, to be put after "to", such as "disable each of 3 automations and pause execution 42".</summary>
    public string Sentence
    {
        get
        {
            List<string> parts = [.. _parts.Select(part => PartOf(part.Value.First, part.Key.Decision, part.Value.Count))];
            return parts.Count switch
            {
                0 => "do nothing",
                1 => parts[0],
                _ => $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}",
            };
        }
    }

    /// <summary>Whether and how it can be undone.</summary>
    public string Undo => string.Join(
        "; ",
        _parts.Values.Select(part => part.First.DecidedOperation).Select(operation => _parts.Count > 1
            ? $"{operation.Name} {operation.TargetKind.Plural}: {UndoOf(operation)}"
            : UndoOf(operation)));

    /// <summary>What the targets are, such as "execution"; "target" where they are of several kinds.</summary>
    public string Noun =>
        _parts.Values.Select(part => part.First.Operation.TargetKind.Noun).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : "target";

    public void Add(PlannedTarget target)
    {
        Count++;
        if (_ids.Count < MostNamed)
        {
            _ids.Add(target.Id);
        }

        var key = (target.Operation.Id, DecisionIn(target.Input));
        _parts[key] = _parts.TryGetValue(key, out var part) ? (part.First, part.Count + 1) : (target, 1);
    }

    /// <summary>Reads targets to their end.</summary>
    public static async Task<PlanContents> OfAsync(IAsyncEnumerable<PlannedTarget> targets, CancellationToken cancellationToken)
    {
        var contents = new PlanContents();
        await foreach (var target in targets.WithCancellation(cancellationToken))
        {
            contents.Add(target);
        }

        return contents;
    }

    private static string PartOf(PlannedTarget first, string? decision, long count)
    {
        var operation = first.Operation;
        var text = count == 1
            ? operation.Describe(first.Id)
            : string.Create(CultureInfo.InvariantCulture, $"{operation.Name} each of {count} {operation.TargetKind.Plural}");
        return decision is null ? text : $"{text} ({decision})";
    }

    private static string UndoOf(ControlOperation operation) => operation.Undo?.ToString(id => $"'ectl {id.Replace('.', ' ')}'") ?? "no";

    private static string? DecisionIn(string? input)
    {
        if (input is null || !input.Contains("decision", StringComparison.Ordinal))
        {
            return null;
        }

        using var document = JsonDocument.Parse(input);
        return document.RootElement.TryGetProperty("decision", out var decision) && decision.ValueKind == JsonValueKind.String ? decision.GetString() : null;
    }
}
