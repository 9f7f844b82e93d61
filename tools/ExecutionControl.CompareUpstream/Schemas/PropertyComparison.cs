using ExecutionControl.CompareUpstream.Documents;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>Compares the properties of two objects.</summary>
/// <param name="findings">Takes the differences.</param>
/// <param name="schemas">Compares what the properties hold.</param>
internal sealed class PropertyComparison(Findings findings, SchemaComparison schemas)
{
    public void Compare(SchemaShape ours, SchemaShape theirs, string where, Direction direction)
    {
        foreach (var (name, our) in ours.Properties)
        {
            var place = $"{where}.{name}";
            if (!theirs.Properties.TryGetValue(name, out var their))
            {
                findings.Add(Meaning.Breaking, Change.Gone, place, direction == Direction.Read ? "the client reads it" : "the client sends it");
                continue;
            }

            CompareRequired(ours.Required.Contains(name), theirs.Required.Contains(name), place, direction);
            schemas.Compare(our, their, place, name, direction);
        }

        foreach (var (name, their) in theirs.Properties.Where(property => !ours.Properties.ContainsKey(property.Key)))
        {
            var shape = ShapeReader.Read(their);
            if (direction == Direction.Read ? shape.IsWriteOnly : shape.IsReadOnly)
            {
                continue;
            }

            var isMissed = direction == Direction.Sent && theirs.Required.Contains(name);
            findings.Add(
                isMissed ? Meaning.Breaking : Meaning.Harmless,
                Change.New,
                $"{where}.{name}",
                isMissed ? "it is required, and the client does not send it" : $"it is optional{(direction == Direction.Read ? " to read" : "")}");
        }
    }

    private void CompareRequired(bool isOurs, bool isTheirs, string where, Direction direction)
    {
        switch (isOurs, isTheirs, direction)
        {
            case (false, true, Direction.Sent):
                findings.Add(Meaning.Breaking, Change.Changed, where, "it is required now, and the client may leave it out");
                break;
            case (true, false, Direction.Read):
                findings.Add(Meaning.WorthALook, Change.Changed, where, "it may be missing now");
                break;
            case (true, false, Direction.Sent):
                findings.Add(Meaning.Harmless, Change.Changed, where, "it is optional now");
                break;
            case (false, true, Direction.Read):
                findings.Add(Meaning.Harmless, Change.Changed, where, "it is always there now");
                break;
        }
    }
}
