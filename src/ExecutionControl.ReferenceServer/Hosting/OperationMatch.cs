namespace ExecutionControl.Reference.Hosting;

/// <summary>What a request turned out to be for.</summary>
/// <param name="Operation">The operation; null when there is none.</param>
/// <param name="Surface">The service that answers, in any case.</param>
/// <param name="Parameters">The values of the path's parameters.</param>
/// <param name="AllowedMethods">The methods that the path does have, when only the method was wrong.</param>
internal sealed record OperationMatch(
    Operation? Operation, ServiceSurface Surface, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> AllowedMethods);
