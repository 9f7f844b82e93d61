namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>One operation with what makes a right request of it.</summary>
/// <param name="Door">Which credential opens it.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path; a parameter stands in braces.</param>
/// <param name="Query">The query parameters that it knows.</param>
/// <param name="Fields">The fields of its JSON body with right values, raw; empty where it has no body.</param>
internal sealed record FuzzOperation(
    Door Door, string Method, string Path, IReadOnlyList<string> Query, IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Fields);
