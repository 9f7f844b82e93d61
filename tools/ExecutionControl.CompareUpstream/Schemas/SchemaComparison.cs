using ExecutionControl.CompareUpstream.Documents;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>Compares the schemas that both documents have for the same value.</summary>
/// <param name="findings">Takes the differences.</param>
/// <param name="forms">The differences that are meant.</param>
internal sealed class SchemaComparison(Findings findings, DeliberateForms forms)
{
    // A schema that many operations share is compared, and its differences are told, once for each direction.
    private readonly HashSet<string> _compared = new(StringComparer.Ordinal);
    private readonly Dictionary<object, int> _numbers = new(ReferenceEqualityComparer.Instance);

    /// <param name="ours">Our schemas for the value, of which any one holds.</param>
    /// <param name="theirs">The service's.</param>
    /// <param name="where">The operation, and the part of it.</param>
    /// <param name="name">The property's or parameter's own name.</param>
    /// <param name="direction">Who writes the value.</param>
    public void Compare(IReadOnlyList<IOpenApiSchema> ours, IReadOnlyList<IOpenApiSchema> theirs, string where, string name, Direction direction)
    {
        if (_compared.Add($"{Numbers(ours)}/{Numbers(theirs)}/{direction}/{name}"))
        {
            Compare(ShapeReader.Read(ours), ShapeReader.Read(theirs), where, name, direction);
        }
    }

    private string Numbers(IReadOnlyList<IOpenApiSchema> schemas) => string.Join(',', schemas.Select(schema =>
    {
        var target = ShapeReader.Resolve(schema) ?? schema;
        _numbers.TryAdd(target, _numbers.Count);
        return _numbers[target];
    }));

    private void Compare(SchemaShape ours, SchemaShape theirs, string where, string name, Direction direction)
    {
        foreach (var reference in theirs.Unresolved.Distinct(StringComparer.Ordinal))
        {
            findings.Add(Meaning.WorthALook, Change.Changed, where, $"it refers to {reference}, which the document does not hold, so it cannot be compared");
        }

        if (ours.IsAny || (theirs.IsAny && theirs.Unresolved.Count > 0))
        {
            return;
        }

        if (theirs.IsDeprecated && !ours.IsDeprecated)
        {
            findings.Add(Meaning.WorthALook, Change.Changed, where, "it is deprecated now");
        }

        if (theirs.IsAny || (theirs.IsAnyObject && ours.Types == JsonSchemaType.Object && !ours.IsAnyObject))
        {
            findings.Add(direction == Direction.Read ? Meaning.WorthALook : Meaning.Harmless, Change.Changed, where, "what it holds is no longer described");
            return;
        }

        if (!CompareTypes(ours, theirs, where, direction))
        {
            return;
        }

        CompareFormats(ours, theirs, where, name, direction);
        CompareValues(ours, theirs, where, direction);
        CompareNull(ours, theirs, where);
        if (direction == Direction.Sent)
        {
            CompareLimits(ours, theirs, where);
        }

        new PropertyComparison(findings, this).Compare(ours, theirs, where, direction);
        CompareParts(ours.Items, theirs.Items, where + "[]", name, direction);
        CompareParts(ours.OtherValues, theirs.OtherValues, where + ".*", "*", direction);
    }

    private void CompareParts(IReadOnlyList<IOpenApiSchema> ours, IReadOnlyList<IOpenApiSchema> theirs, string where, string name, Direction direction)
    {
        if (ours.Count > 0 && theirs.Count > 0)
        {
            Compare(ours, theirs, where, name, direction);
        }
        else if (ours.Count > 0 && !ShapeReader.Read(ours).IsAny)
        {
            findings.Add(direction == Direction.Read ? Meaning.WorthALook : Meaning.Harmless, Change.Changed, where, "what it holds is no longer described");
        }
    }

    /// <returns>Whether enough is common that the rest can be compared.</returns>
    private bool CompareTypes(SchemaShape ours, SchemaShape theirs, string where, Direction direction)
    {
        if (ours.Types == default || theirs.Types == default)
        {
            return true;
        }

        var (written, read) = direction == Direction.Sent ? (ours.Types, theirs.Types) : (theirs.Types, ours.Types);
        if (read.HasFlag(JsonSchemaType.Number))
        {
            read |= JsonSchemaType.Integer;
        }

        if ((written & ~read) == default)
        {
            return true;
        }

        findings.Add(Meaning.Breaking, Change.Changed, where, $"its type is {Text(theirs.Types)}, here {Text(ours.Types)}");
        return (written & read) != default;
    }

    private void CompareFormats(SchemaShape ours, SchemaShape theirs, string where, string name, Direction direction)
    {
        if ((ours.Types & (JsonSchemaType.String | JsonSchemaType.Integer | JsonSchemaType.Number)) == default
            || theirs.Types == default
            || (DeliberateForms.IsUnsigned32(ours) && theirs.Formats.All(format => format is "uint32" or "int64"))
            || forms.IsCodegenId(name, ours, theirs))
        {
            return;
        }

        if (FormatComparison.Compare(ours, theirs, direction) is { } meaning)
        {
            findings.Add(meaning, Change.Changed, where, $"its format is {Text(theirs.Formats)}, here {Text(ours.Formats)}");
        }
    }

    private void CompareValues(SchemaShape ours, SchemaShape theirs, string where, Direction direction)
    {
        switch (ours.Values, theirs.Values)
        {
            case (null, null):
                break;
            case (null, { } theirValues):
                findings.Add(
                    direction == Direction.Sent ? Meaning.WorthALook : Meaning.Harmless,
                    Change.New,
                    where,
                    $"it takes only {string.Join(", ", theirValues)} now, here any value");
                break;
            case (_, null):
                findings.Add(
                    direction == Direction.Read && !ours.IsOpen ? Meaning.WorthALook : Meaning.Harmless,
                    Change.Changed,
                    where,
                    "its values are no longer listed");
                break;
            case ({ } ourValues, { } theirValues):
                foreach (var gone in ourValues.Except(theirValues, StringComparer.Ordinal))
                {
                    findings.Add(
                        direction == Direction.Sent ? Meaning.Breaking : Meaning.WorthALook,
                        Change.Gone,
                        where,
                        $"the value {gone} is gone: {(direction == Direction.Sent ? "the service refuses it" : "what waits for it waits in vain")}");
                }

                foreach (var added in theirValues.Except(ourValues, StringComparer.Ordinal))
                {
                    var isLost = direction == Direction.Read && !ours.IsOpen;
                    findings.Add(
                        isLost ? Meaning.Breaking : Meaning.WorthALook,
                        Change.New,
                        where,
                        $"there is a value {added}{(isLost ? ", which the client reads as none" : "")}");
                }

                break;
        }
    }

    private void CompareNull(SchemaShape ours, SchemaShape theirs, string where)
    {
        // The client's models hold null everywhere, and leave it out of what they send.
        if (ours.IsNullable != theirs.IsNullable)
        {
            findings.Add(Meaning.Harmless, Change.Changed, where, theirs.IsNullable ? "it may be null now" : "it is never null now");
        }
    }

    private void CompareLimits(SchemaShape ours, SchemaShape theirs, string where)
    {
        foreach (var narrower in ours.Limits.NarrowerIn(theirs.Limits))
        {
            findings.Add(Meaning.WorthALook, Change.Changed, where, $"a limit is narrower: {narrower}");
        }
    }

    private static string Text(JsonSchemaType types) => types.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal);

    private static string Text(IReadOnlyList<string> formats) => formats.Count == 0 ? "none" : string.Join(" or ", formats);
}
