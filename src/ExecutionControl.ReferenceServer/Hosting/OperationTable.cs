namespace ExecutionControl.Reference.Hosting;

/// <summary>All operations of all services, and which of them a request is for.</summary>
internal sealed class OperationTable(IReadOnlyList<Operation> operations, IReadOnlyList<ServiceSurface> surfaces)
{
    private static readonly Dictionary<string, string> NoParameters = [];

    /// <summary>Finds the operation of a method and path, or says what stands in its place.</summary>
    public OperationMatch Find(string method, RequestPath path)
    {
        List<Operation>? samePath = null;
        foreach (var operation in operations)
        {
            if (!operation.Matches(path.Segments, out var parameters) || operation.Surface.Hides(path))
            {
                continue;
            }

            if (operation.Surface.Redirect(path, this) is not null)
            {
                // The service's router cleans paths before it looks for what they lead to.
                return new OperationMatch(null, operation.Surface, NoParameters, []);
            }

            if (string.Equals(operation.Method, method, StringComparison.Ordinal))
            {
                return new OperationMatch(operation, operation.Surface, parameters, []);
            }

            (samePath ??= []).Add(operation);
        }

        return samePath is null
            ? new OperationMatch(null, surfaces.First(surface => surface.Owns(path)), NoParameters, [])
            : new OperationMatch(null, samePath[0].Surface, NoParameters, [.. samePath.Select(operation => operation.Method).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether any operation has this path, whatever its method.</summary>
    public bool HasPath(IReadOnlyList<string> segments) => operations.Any(operation => operation.Matches(segments, out _));
}
