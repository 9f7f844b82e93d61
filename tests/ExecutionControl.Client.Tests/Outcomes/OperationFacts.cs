namespace ExecutionControl.Client.Tests.Outcomes;

/// <summary>What was decided about an operation that changes something: read from the decisions, not from the catalogue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Repetition">How often it is sent.</param>
/// <param name="IsSafeToRepeat">Whether a person may ask again.</param>
/// <param name="SettlesMany">Whether it settles many.</param>
/// <param name="NeedsConfirmation">Whether it is asked about.</param>
/// <param name="Undo">How far it can be undone.</param>
/// <param name="UndoneBy">By which operation.</param>
public sealed record OperationFacts(
    string Id,
    string Name,
    ControlRepetition Repetition,
    bool IsSafeToRepeat,
    bool SettlesMany,
    bool NeedsConfirmation,
    ControlUndoExtent Undo,
    string? UndoneBy)
{
    /// <summary>What other classes of these tests say.</summary>
    internal static IEnumerable<OperationFacts> OfOthers() => typeof(OperationFacts).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IOperationFacts)))
        .SelectMany(type => ((IOperationFacts)Activator.CreateInstance(type)!).Facts);

    public override string ToString() => Id;
}

/// <summary>Says what was decided about some operations. Whatever does so in these tests is held against the catalogue.</summary>
internal interface IOperationFacts
{
    IEnumerable<OperationFacts> Facts { get; }
}
