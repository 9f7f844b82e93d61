using ExecutionControl.CompareUpstream.Documents;
using ExecutionControl.CompareUpstream.Schemas;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Operations;

/// <summary>Compares the parameters of one operation. Those in the path are known by their place, the others by their name.</summary>
internal sealed class ParameterComparison(Findings findings, DeliberateForms forms, SchemaComparison schemas)
{
    public void Compare(DescribedOperation ours, DescribedOperation theirs)
    {
        foreach (var (our, their) in ours.PathParameters.Zip(theirs.PathParameters))
        {
            var where = $"{ours.Name}, path parameter {our}";
            if (our != their)
            {
                findings.Add(Meaning.Harmless, Change.Changed, where, $"its name is {their}, which no request shows");
            }

            if (Find(ours, ParameterLocation.Path, our) is { Schema: { } ourSchema }
                && Find(theirs, ParameterLocation.Path, their) is { Schema: { } theirSchema })
            {
                schemas.Compare([ourSchema], [theirSchema], where, our, Direction.Sent);
            }
        }

        foreach (var our in ours.Parameters.Where(parameter => parameter.In != ParameterLocation.Path))
        {
            CompareNamed(ours.Name, our, Find(theirs, our.In, our.Name));
        }

        foreach (var their in theirs.Parameters.Where(parameter => parameter.In != ParameterLocation.Path && Find(ours, parameter.In, parameter.Name) is null))
        {
            if (!forms.IsBearerHeader(their))
            {
                findings.Add(
                    their.Required ? Meaning.Breaking : Meaning.Harmless,
                    Change.New,
                    Place(ours.Name, their),
                    their.Required ? "it is required, and the client does not send it" : "it is optional");
            }
        }
    }

    private void CompareNamed(string operation, IOpenApiParameter our, IOpenApiParameter? their)
    {
        var where = Place(operation, our);
        if (their is null)
        {
            findings.Add(Meaning.Breaking, Change.Gone, where, "the client sends it");
            return;
        }

        if (their.Required != our.Required)
        {
            findings.Add(
                their.Required ? Meaning.Breaking : Meaning.Harmless,
                Change.Changed,
                where,
                their.Required ? "it is required now, and the client may leave it out" : "it is optional now");
        }

        if (their.Deprecated && !our.Deprecated)
        {
            findings.Add(Meaning.WorthALook, Change.Changed, where, "it is deprecated now");
        }

        if (our.Schema is { } ourSchema && their.Schema is { } theirSchema)
        {
            schemas.Compare([ourSchema], [theirSchema], where, our.Name ?? "", Direction.Sent);
        }
    }

    private static string Place(string operation, IOpenApiParameter parameter) =>
        $"{operation}, {parameter.In?.ToString().ToLowerInvariant()} parameter {parameter.Name}";

    private static IOpenApiParameter? Find(DescribedOperation operation, ParameterLocation? location, string? name)
    {
        // Header names have no case.
        var comparison = location == ParameterLocation.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return operation.Parameters.FirstOrDefault(parameter => parameter.In == location && string.Equals(parameter.Name, name, comparison));
    }
}
