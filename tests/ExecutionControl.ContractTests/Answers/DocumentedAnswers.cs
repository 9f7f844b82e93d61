using ExecutionControl.ContractTests.Faults;

namespace ExecutionControl.ContractTests.Answers;

/// <summary>Every documented answer of the three services.</summary>
internal static class DocumentedAnswers
{
    public static IReadOnlyList<DocumentedAnswer> All { get; } =
    [
        .. ConductorOneAnswers.All, .. CodegenAnswers.All, .. KubiyaAnswers.All,
        .. ControlledOperations.OfType<IDocumentedAnswers>().SelectMany(set => set.Answers),
    ];

    public static DocumentedAnswer Find(string mapping) => All.Single(answer => answer.Mapping == mapping);

    /// <summary>The mappings of one operation, such as <c>kubiya/pause</c>.</summary>
    public static IEnumerable<string> Of(string operation) =>
        All.Select(answer => answer.Mapping).Where(mapping => mapping.StartsWith(operation + "-", StringComparison.Ordinal));
}

/// <summary>Some documented answers. Whatever is one of these in these tests is read by them.</summary>
internal interface IDocumentedAnswers
{
    IEnumerable<DocumentedAnswer> Answers { get; }
}
