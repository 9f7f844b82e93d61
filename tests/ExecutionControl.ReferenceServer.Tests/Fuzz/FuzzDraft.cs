using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>A request in the making: right at first, then spoilt step by step.</summary>
internal sealed class FuzzDraft
{
    public FuzzDraft(FuzzOperation operation, Chance chance)
    {
        Method = operation.Method;
        Path = [.. operation.Path[1..].Split('/').Select(segment => segment.StartsWith('{') ? RequestGrammar.Parameter(segment[1..^1], chance) : segment)];
        Query = [.. operation.Query.Where(_ => chance.OneIn(2)).Select(name => (name, chance.Percent(60) ? "" : chance.Of(OddValues.QueryValues)))];
        Fields = [.. operation.Fields.Where(_ => chance.Percent(80)).Select(field => (field.Name, chance.Of(field.Values)))];
        HasBody = operation.Fields.Count > 0;
    }

    public string Method { get; set; }

    public List<string> Path { get; }

    public List<(string Name, string Value)> Query { get; }

    public List<(string Name, string Value)> Headers { get; } = [];

    public List<(string Name, string Raw)> Fields { get; }

    public bool HasBody { get; set; }

    /// <summary>The body in the place of the fields.</summary>
    public byte[]? Body { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>What stands before the path: an origin, or a slash too many.</summary>
    public string Prefix { get; set; } = "/";

    /// <summary>The body as it is now. A surrogate in it becomes bytes that are no UTF-8.</summary>
    public byte[] BodyBytes()
    {
        if (Body is not null || !HasBody)
        {
            return Body ?? [];
        }

        return Encoding.UTF8.GetBytes("{" + string.Join(',', Fields.Select(field => $"\"{field.Name}\":{field.Raw}")) + "}");
    }

    public FuzzRequest Build()
    {
        var query = Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(parameter => parameter.Value.Length == 0 && parameter.Name.Length % 2 == 0 ? parameter.Name : $"{parameter.Name}={parameter.Value}"));
        return new FuzzRequest(Method, Prefix + string.Join('/', Path) + query, Headers, BodyBytes()) { IsChunked = IsChunked };
    }
}
