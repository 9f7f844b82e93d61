using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Settings;
using ExecutionControl.Cli.Terminal;
using ExecutionControl.Client;

namespace ExecutionControl.Cli.Items;

/// <summary>How one kind of item is shown, alone and in lists.</summary>
/// <param name="Noun">What the items are in a sentence, in the singular.</param>
/// <param name="Service">Whose items they are; null for ectl's own.</param>
/// <param name="ToDocument">The item as JSON.</param>
/// <param name="FindType">Finds how the document is written. To set that up takes longer than all else that a command begins with, and few need it.</param>
internal sealed record ItemKind<TRow, TDocument>(
    string Noun, ControlService? Service, Func<TRow, TDocument> ToDocument, Func<JsonTypeInfo<TDocument>> FindType)
    where TDocument : ItemDocument
{
    /// <param name="target">What the items are, in the service's own words.</param>
    /// <param name="toDocument">The item as JSON.</param>
    /// <param name="findType">Finds how the document is written.</param>
    public ItemKind(ControlTargetKind target, Func<TRow, TDocument> toDocument, Func<JsonTypeInfo<TDocument>> findType)
        : this(target.Noun, target.Service, toDocument, findType) => Target = target;

    /// <summary>How the document is written.</summary>
    public JsonTypeInfo<TDocument> Type => FindType();

    /// <summary>What the items are, in the service's own words; null for ectl's own.</summary>
    public ControlTargetKind? Target { get; }

    /// <summary>The kind's name in schemas, such as <c>agent-run</c>.</summary>
    public string Name { get; } = Noun.Replace(' ', '-');

    /// <summary>What is asked of an item whatever its kind.</summary>
    public required ItemFacts<TRow> Facts { get; init; }

    /// <summary>The columns of a list.</summary>
    public required IReadOnlyList<TableColumn<TRow>> Columns { get; init; }

    /// <summary>What the view of a single item shows after the columns.</summary>
    public IReadOnlyList<TableColumn<TRow>> Details { get; init; } = [];

    /// <summary>The schema of an item that stands alone, on a line or as the answer.</summary>
    public string Schema => $"ectl/v1/{Name}";

    /// <summary>The schema of a list.</summary>
    public string ListSchema => $"ectl/v1/{Name}-list";

    /// <summary>The beginning of a list as JSON, as far as its first item.</summary>
    public string ListHead(bool isSandbox) =>
        $"{{\"schema\":\"{ListSchema}\",\"sandbox\":{(isSandbox ? "true" : "false")},"
        + (Service is { } service ? $"\"service\":\"{ServiceDefinition.JsonNameOf(service)}\"," : string.Empty) + "\"items\":[";

    /// <summary>The item as the answer to a question for it.</summary>
    public TDocument Answer(TRow row, bool isSandbox) => Alone(row, isSandbox) with { Service = Service, ExitCode = ExitCode.Success };

    /// <summary>The item as a document of its own.</summary>
    public TDocument Alone(TRow row, bool isSandbox) => ToDocument(row) with { Schema = Schema, Sandbox = isSandbox };
}

/// <summary>What is asked of an item whatever its kind.</summary>
/// <param name="Id">Its id, as it is typed.</param>
/// <param name="Time">When it began, or ran last; null where the service does not say.</param>
/// <param name="Name">What people call it; null for a kind of item that has no name of its own.</param>
internal sealed record ItemFacts<TRow>(Func<TRow, string> Id, Func<TRow, DateTimeOffset?> Time, Func<TRow, string?>? Name = null)
{
    /// <summary>The state in which it was seen, in the service's words; null for a kind of item with more than one.</summary>
    public Func<TRow, string>? State { get; init; }
}
