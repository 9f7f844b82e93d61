using System.Collections.ObjectModel;

namespace ExecutionControl.Client;

/// <summary>An immutable copy of a list that is equal to another with equal items: what a record holds, so that it is equal by value.</summary>
/// <param name="items">The items; none, as a serializer hands over what is null, are no items.</param>
internal sealed class EquatableList<T>(IEnumerable<T>? items) : ReadOnlyCollection<T>([.. items ?? []]), IEquatable<EquatableList<T>>
{
    public bool Equals(EquatableList<T>? other) => other is not null && this.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in this)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", this)}]";
}
