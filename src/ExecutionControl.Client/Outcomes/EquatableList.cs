using System.Collections;

namespace ExecutionControl.Client;

/// <summary>An immutable copy of a list that is equal to another with equal items: what a record holds, so that it is equal by value.</summary>
internal sealed class EquatableList<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    private readonly T[] _items = [.. items];

    public static EquatableList<T> Empty { get; } = new([]);

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    /// <summary>The list as it is held; what a serializer hands over as <see langword="null"/> is empty.</summary>
    public static EquatableList<T> Of(IReadOnlyList<T>? items) => items switch
    {
        null or { Count: 0 } => Empty,
        EquatableList<T> held => held,
        _ => new EquatableList<T>(items),
    };

    public bool Equals(EquatableList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", _items)}]";
}
