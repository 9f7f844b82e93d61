using System.Text.Json.Serialization;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client;

/// <summary>Whether and how what an operation does can be undone.</summary>
public sealed class ControlUndo
{
    private ControlUndo(ControlUndoExtent extent, string? operationId, string explanation)
    {
        Extent = extent;
        OperationId = operationId;
        Explanation = explanation;
    }

    /// <summary>How far it can be undone.</summary>
    public ControlUndoExtent Extent { get; }

    /// <summary>The <see cref="ControlOperation.Id"/> of the operation that undoes it; <see langword="null"/> when it cannot be undone.</summary>
    public string? OperationId { get; }

    /// <summary>
    /// What that means, for a person: where an operation undoes it, what that operation does, to be put after its name, such as
    /// <c>lets it go on</c>; else a clause such as <c>it cannot be undone</c>.
    /// </summary>
    public string Explanation { get; }

    /// <summary>The whole in one clause, such as <c>in part: agent-runs.unban lets later checks start agents again</c>.</summary>
    /// <returns>The clause, without a full stop.</returns>
    public override string ToString() => ToString(static id => id);

    /// <summary>The whole in one clause, with the operation called as the reader knows it.</summary>
    /// <param name="nameOf">Gives the name that the reader knows for an operation's id.</param>
    /// <returns>The clause, without a full stop.</returns>
    public string ToString(Func<string, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        var extent = Extent switch
        {
            ControlUndoExtent.Full => "yes",
            ControlUndoExtent.Partial => "in part",
            _ => "no",
        };
        return OperationId is null ? $"{extent}: {Explanation}" : $"{extent}: {nameOf(OperationId)} {Explanation}";
    }

    internal static ControlUndo Impossible(string explanation) => new(ControlUndoExtent.None, operationId: null, explanation);

    internal static ControlUndo PartlyBy(string operationId, string explanation) => new(ControlUndoExtent.Partial, operationId, explanation);

    internal static ControlUndo FullyBy(string operationId, string explanation) => new(ControlUndoExtent.Full, operationId, explanation);
}

/// <summary>How far an operation can be undone.</summary>
[JsonConverter(typeof(EnumTextJsonConverter<ControlUndoExtent>))]
public enum ControlUndoExtent
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>In part: something of what it did stays.</summary>
    Partial,

    /// <summary>Wholly.</summary>
    Full,
}
