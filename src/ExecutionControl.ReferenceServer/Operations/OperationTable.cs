namespace ExecutionControl.Reference.Operations;

/// <summary>All operations of all services, and which of them a request is for.</summary>
internal sealed class OperationTable
{
    private readonly PathTree _paths;
    private readonly IReadOnlyList<ServiceEndpoint> _endpoints;

    public OperationTable(IEnumerable<IService> services)
    {
        var operations = services.SelectMany(service => service.Operations).ToList();
        _paths = PathTree.Of(operations);
        _endpoints = [.. operations.Select(operation => operation.Endpoint).Distinct()];
        Names = [.. operations.Select(operation => operation.Name).Distinct(StringComparer.Ordinal), OperationNames.Unmatched];
    }

    /// <summary>The names of the operations, and the one of what is none of them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds the operation of a method and path, or says what stands in its place.</summary>
    public OperationMatch Find(string method, RequestPath path)
    {
        List<ServiceOperation>? samePath = null;
        var found = _paths.Find(path.Segments);
        for (var i = 0; i < found.Count; i++)
        {
            var operation = found[i].Operation;
            if (operation.Endpoint.Hides(path))
            {
                continue;
            }

            if (operation.Endpoint.Redirect(path, this) is not null)
            {
                // The service's router cleans paths before it looks for what they lead to.
                return new OperationMatch(null, operation.Endpoint, PathParameters.None, []);
            }

            if (string.Equals(operation.Method, method, StringComparison.Ordinal))
            {
                return new OperationMatch(operation, operation.Endpoint, operation.ParametersOf(path.Segments), []);
            }

            (samePath ??= []).Add(operation);
        }

        return samePath is null
            ? new OperationMatch(null, OwnerOf(path), PathParameters.None, [])
            : new OperationMatch(
                null, samePath[0].Endpoint, PathParameters.None, [.. samePath.Select(operation => operation.Method).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>Whether any operation has this path, whatever its method.</summary>
    public bool HasPath(ReadOnlySpan<string> segments) => _paths.Find(segments).Count > 0;

    private ServiceEndpoint OwnerOf(RequestPath path) =>
        _endpoints.FirstOrDefault(endpoint => endpoint.Owns(path)) ?? _endpoints.First(endpoint => endpoint.IsFallback);
}

/// <summary>What a request turned out to be for.</summary>
/// <param name="Operation">The operation; null when there is none.</param>
/// <param name="Endpoint">The endpoint that answers, in any case.</param>
/// <param name="Parameters">The values of the path's parameters.</param>
/// <param name="AllowedMethods">The methods that the path does have, when only the method was wrong.</param>
internal sealed record OperationMatch(
    ServiceOperation? Operation, ServiceEndpoint Endpoint, PathParameters Parameters, IReadOnlyList<string> AllowedMethods);
