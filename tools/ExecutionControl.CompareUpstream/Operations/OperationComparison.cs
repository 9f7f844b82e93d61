using ExecutionControl.CompareUpstream.Documents;
using ExecutionControl.CompareUpstream.Schemas;
using Microsoft.OpenApi;

namespace ExecutionControl.CompareUpstream.Operations;

/// <summary>Compares one operation: its parameters, what is sent, what is answered, and what the caller must show.</summary>
internal sealed class OperationComparison(Findings findings, DeliberateForms forms, SchemaComparison schemas)
{
    public void Compare(DescribedOperation ours, DescribedOperation theirs)
    {
        if (theirs.Content.Deprecated && !ours.Content.Deprecated)
        {
            findings.Add(Meaning.WorthALook, Change.Changed, ours.Name, "it is deprecated now");
        }

        new ParameterComparison(findings, forms, schemas).Compare(ours, theirs);
        new SecurityComparison(findings).Compare(ours, theirs);
        CompareRequest(ours, theirs.Content.RequestBody);
        CompareAnswers(ours, theirs.Content.Responses ?? []);
    }

    private void CompareRequest(DescribedOperation operation, IOpenApiRequestBody? their)
    {
        var where = $"{operation.Name}, request";
        switch (operation.Content.RequestBody, their)
        {
            case (null, null):
                break;
            case (null, { } added):
                findings.Add(
                    added.Required ? Meaning.Breaking : Meaning.Harmless,
                    Change.New,
                    where,
                    added.Required ? "a body is required, and the client sends none" : "it may have a body");
                break;
            case (_, null):
                findings.Add(Meaning.Breaking, Change.Gone, where, "the client sends a body, and none is described any more");
                break;
            case ({ } our, { } body):
                if (body.Required && !our.Required)
                {
                    findings.Add(Meaning.WorthALook, Change.Changed, where, "the body is required now");
                }

                CompareContent(our.Content, body.Content, where, Direction.Sent, Meaning.Breaking);
                break;
        }
    }

    private void CompareAnswers(DescribedOperation operation, OpenApiResponses theirs)
    {
        var ours = operation.Content.Responses ?? [];
        foreach (var (status, our) in ours)
        {
            var where = $"{operation.Name}, answer {status}";
            var isSuccess = status.StartsWith('2');
            string[] covering = [status, status[..1] + "XX", "default"];
            if (covering.Select(name => theirs.GetValueOrDefault(name)).FirstOrDefault(answer => answer is not null) is not { } their)
            {
                findings.Add(isSuccess ? Meaning.Breaking : Meaning.WorthALook, Change.Gone, where, "it is no longer described");
                continue;
            }

            CompareContent(our.Content, their.Content, where, Direction.Read, isSuccess ? Meaning.Breaking : Meaning.WorthALook);
        }

        foreach (var status in theirs.Keys.Where(status => !ours.ContainsKey(status) && !IsRangeOfOurs(status, ours)))
        {
            var isSuccess = status.StartsWith('2');
            findings.Add(
                isSuccess ? Meaning.WorthALook : Meaning.Harmless,
                Change.New,
                $"{operation.Name}, answer {status}",
                isSuccess ? "the client does not expect it" : "the client takes it as it takes every error");
        }
    }

    private static bool IsRangeOfOurs(string status, OpenApiResponses ours) =>
        status.EndsWith("XX", StringComparison.OrdinalIgnoreCase) && ours.Keys.Any(our => our[0] == status[0]);

    private void CompareContent(
        IDictionary<string, IOpenApiMediaType>? ours, IDictionary<string, IOpenApiMediaType>? theirs, string where, Direction direction, Meaning whenGone)
    {
        if (Json(ours) is not { Schema: { } ourSchema })
        {
            return;
        }

        if (Json(theirs) is not { } their)
        {
            var instead = theirs is { Count: > 0 } ? $", but {string.Join(", ", theirs.Keys)}" : "";
            findings.Add(whenGone, Change.Gone, where, $"it holds no JSON any more{instead}");
            return;
        }

        if (their.Schema is { } theirSchema)
        {
            schemas.Compare([ourSchema], [theirSchema], where, "", direction);
        }
        else if (!ShapeReader.Read([ourSchema]).IsAny)
        {
            findings.Add(direction == Direction.Read ? Meaning.WorthALook : Meaning.Harmless, Change.Changed, where, "what it holds is no longer described");
        }
    }

    private static IOpenApiMediaType? Json(IDictionary<string, IOpenApiMediaType>? content) =>
        content?.FirstOrDefault(entry => IsJson(entry.Key)).Value;

    private static bool IsJson(string mediaType)
    {
        var type = mediaType.Split(';')[0].Trim();
        return type is "*/*" or "application/*"
            || type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
