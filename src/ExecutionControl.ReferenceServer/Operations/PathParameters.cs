namespace ExecutionControl.Reference.Operations;

/// <summary>The decoded values of the parameters in a path.</summary>
/// <param name="template">The segments of the operation's path; a parameter's stands in braces.</param>
/// <param name="segments">The segments of the request's, as many.</param>
internal readonly struct PathParameters(string[] template, string[] segments)
{
    /// <summary>Those of a path that has none.</summary>
    public static readonly PathParameters None = new([], []);

    /// <summary>The last one's value, which is the id of what the request acts on; null where there is none.</summary>
    public string? Last => Array.FindLastIndex(template, IsParameter) is >= 0 and var index ? segments[index] : null;

    /// <summary>The value of the parameter of a name.</summary>
    /// <exception cref="KeyNotFoundException">The operation's path has none of this name.</exception>
    public string this[string name]
    {
        get
        {
            for (var i = 0; i < template.Length; i++)
            {
                if (IsParameter(template[i]) && template[i].AsSpan(1..^1).SequenceEqual(name))
                {
                    return segments[i];
                }
            }

            throw new KeyNotFoundException($"The path of the operation has no parameter {name}.");
        }
    }

    private static bool IsParameter(string segment) => segment.StartsWith('{');
}
