using ExecutionControl.CompareUpstream.Documents;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Schemas;

/// <summary>What another format of the same type means.</summary>
internal static class FormatComparison
{
    // These become types of their own in the client; every other text stays a string.
    private static readonly HashSet<string> TypedTexts =
        new(["date-time", "date", "time", "duration", "uuid", "byte", "binary", "base64url"], StringComparer.Ordinal);

    private static readonly Dictionary<string, int> Bits = new(StringComparer.Ordinal)
    {
        ["int8"] = 8, ["uint8"] = 9, ["int16"] = 16, ["uint16"] = 17, ["int32"] = 32, ["uint32"] = 33, ["int64"] = 64, ["uint64"] = 65,
        ["float"] = 32, ["double"] = 64,
    };

    /// <returns>Null where the formats are the same, or say the same.</returns>
    public static Meaning? Compare(SchemaShape ours, SchemaShape theirs, Direction direction)
    {
        if (ours.Formats.Count > 1 || theirs.Formats.Count > 1)
        {
            return ours.Formats.ToHashSet(StringComparer.Ordinal).SetEquals(theirs.Formats) ? null : Meaning.WorthALook;
        }

        var our = ours.Formats is [var one] ? one : null;
        var their = theirs.Formats is [var other] ? other : null;
        if (our == their)
        {
            return null;
        }

        return ours.Types.HasFlag(JsonSchemaType.String) ? OfText(our, their, direction) : OfNumber(our, their, direction);
    }

    private static Meaning OfText(string? our, string? their, Direction direction)
    {
        var isTyped = our is not null && TypedTexts.Contains(our);
        return (isTyped, direction) switch
        {
            (true, Direction.Read) => their is not null && TypedTexts.Contains(their) ? Meaning.Breaking : Meaning.WorthALook,
            (true, Direction.Sent) => their is null ? Meaning.Harmless : Meaning.WorthALook,
            (false, Direction.Read) => Meaning.Harmless,
            _ => their is null ? Meaning.Harmless : Meaning.WorthALook,
        };
    }

    private static Meaning OfNumber(string? our, string? their, Direction direction)
    {
        if (our is null || their is null || !Bits.TryGetValue(our, out var ourBits) || !Bits.TryGetValue(their, out var theirBits))
        {
            return Meaning.WorthALook;
        }

        return (direction, theirBits > ourBits) switch
        {
            (Direction.Read, true) => Meaning.Breaking,
            (Direction.Sent, false) => Meaning.WorthALook,
            _ => Meaning.Harmless,
        };
    }
}
