namespace ExecutionControl.Reference.Operations;

/// <summary>The operations' paths, a segment a level, so that a request's path is walked once however many there are.</summary>
internal sealed class PathTree
{
    private readonly Dictionary<string, PathTree> _literals = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];
    private PathTree? _parameter;

    /// <summary>Makes the tree of some operations.</summary>
    public static PathTree Of(IEnumerable<ServiceOperation> operations)
    {
        var root = new PathTree();
        foreach (var (order, operation) in operations.Index())
        {
            root.At(operation.Template)._entries.Add(new Entry(order, operation));
        }

        return root;
    }

    /// <summary>The operations that have a path, in their order; a parameter takes any segment but an empty one.</summary>
    public IReadOnlyList<Entry> Find(ReadOnlySpan<string> segments)
    {
        if (segments.IsEmpty)
        {
            return _entries;
        }

        IReadOnlyList<Entry> literal = _literals.TryGetValue(segments[0], out var next) ? next.Find(segments[1..]) : [];
        IReadOnlyList<Entry> parameter = _parameter is null || segments[0].Length == 0 ? [] : _parameter.Find(segments[1..]);
        return parameter.Count == 0 ? literal
            : literal.Count == 0 ? parameter
            : [.. literal.Concat(parameter).OrderBy(entry => entry.Order)];
    }

    private PathTree At(ReadOnlySpan<string> template)
    {
        if (template.IsEmpty)
        {
            return this;
        }

        if (template[0].StartsWith('{'))
        {
            return (_parameter ??= new PathTree()).At(template[1..]);
        }

        if (!_literals.TryGetValue(template[0], out var next))
        {
            _literals[template[0]] = next = new PathTree();
        }

        return next.At(template[1..]);
    }

    /// <summary>An operation at its path.</summary>
    /// <param name="Order">The how-manieth of all it is.</param>
    /// <param name="Operation">The operation.</param>
    internal readonly record struct Entry(int Order, ServiceOperation Operation);
}
