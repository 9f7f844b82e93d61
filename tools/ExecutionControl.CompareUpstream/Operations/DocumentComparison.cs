using ExecutionControl.CompareUpstream.Documents;
using ExecutionControl.CompareUpstream.Schemas;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Operations;

/// <summary>Compares what a service publishes with our specification, for the operations that ours has.</summary>
internal static class DocumentComparison
{
    /// <param name="service">The service, as the file with its specification is named.</param>
    /// <param name="ours">Our specification.</param>
    /// <param name="theirs">What the service publishes.</param>
    public static IReadOnlyList<Finding> Compare(string service, OpenApiDocument ours, OpenApiDocument theirs)
    {
        var findings = new Findings();
        var forms = new DeliberateForms(service);
        var comparison = new OperationComparison(findings, forms, new SchemaComparison(findings, forms));
        DescribedOperation[] published = [.. DescribedOperation.AllOf(theirs)];
        foreach (var our in DescribedOperation.AllOf(ours))
        {
            if (Find(our, published, findings) is { } their)
            {
                comparison.Compare(our, their);
            }
        }

        return findings.All;
    }

    private static DescribedOperation? Find(DescribedOperation our, DescribedOperation[] published, Findings findings)
    {
        var address = DescribedOperation.WithoutNames(our.Prefixes[0] + our.Path);
        var sameMethod = published.Where(their => their.Method == our.Method).ToArray();
        if (sameMethod.FirstOrDefault(their => their.Prefixes.Any(prefix => DescribedOperation.WithoutNames(prefix + their.Path) == address)) is { } found)
        {
            return found;
        }

        if (sameMethod.FirstOrDefault(their => DescribedOperation.WithoutNames(their.Path) == DescribedOperation.WithoutNames(our.Path)) is { } elsewhere)
        {
            var prefixes = string.Join(" or ", elsewhere.Prefixes.Select(prefix => prefix + "/"));
            findings.Add(Meaning.Breaking, Change.Changed, our.Name, $"the service's addresses put it under {prefixes}, here it is under {our.Prefixes[0]}/");
            return elsewhere;
        }

        var moved = published.FirstOrDefault(their => our.Content.OperationId is { } id && their.Content.OperationId == id)
            ?? published.FirstOrDefault(their => DescribedOperation.WithoutNames(their.Path) == DescribedOperation.WithoutNames(our.Path));
        findings.Add(Meaning.Breaking, Change.Gone, our.Name, moved is null ? "there is no such operation" : $"there is no such operation, but {moved.Name}");
        return null;
    }
}
