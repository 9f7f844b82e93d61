using ExecutionControl.Reference;

namespace ExecutionControl.ConformanceTests.Coverage;

/// <summary>Which of the specified operations a server has carried out.</summary>
internal static class OperationCoverage
{
    /// <summary>The operations of which no request was answered with 200.</summary>
    public static IReadOnlyList<SpecifiedOperation> Missing(IEnumerable<RequestJournalEntry> journal)
    {
        var done = journal.Where(entry => entry is { Status: 200, WasHandled: true }).Select(entry => (entry.Method, entry.RawPath)).Distinct().ToList();
        return [.. Specifications.Operations.Where(operation => !done.Exists(request => operation.Describes(request.Method, request.RawPath)))];
    }
}
