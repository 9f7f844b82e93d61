using System.Globalization;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Spoils a draft in one way: its method, path, query or headers.</summary>
internal static class RequestMutation
{
    public static void Apply(FuzzDraft draft, Chance chance)
    {
        switch (chance.Below(12))
        {
            case 0:
                draft.Method = chance.Of(OddValues.Methods);
                break;
            case <= 3:
                SpoilPath(draft, chance);
                break;
            case 4:
                draft.Query.Add((chance.Of(QueryNames(draft)), chance.Of(OddValues.QueryValues)));
                break;
            case 5:
                SpoilHeaders(draft, chance);
                break;
            default:
                BodyMutation.Apply(draft, chance);
                break;
        }
    }

    private static void SpoilPath(FuzzDraft draft, Chance chance)
    {
        var at = chance.Below(draft.Path.Count);
        switch (chance.Below(12))
        {
            case <= 4:
                // Ids are what handlers read; the other segments only decide whether there is one.
                var ids = Enumerable.Range(0, draft.Path.Count).Where(index => IsId(draft.Path[index])).ToList();
                draft.Path[ids.Count > 0 ? chance.Of(ids) : at] = chance.Of(OddValues.Segments);
                break;
            case 5:
                draft.Path.Insert(at, chance.Of(OddValues.Segments));
                break;
            case 6:
                draft.Path.RemoveAt(at);
                draft.Path.Add("");
                break;
            case 7:
                draft.Path.Add(chance.Of(OddValues.Segments));
                break;
            case 8:
                draft.Path[at] = Escape(draft.Path[at], chance);
                break;
            case 9:
                draft.Path[at] = chance.OneIn(2) ? draft.Path[at].ToUpperInvariant() : draft.Path[at] + chance.Of(OddValues.Segments);
                break;
            case 10:
                draft.Prefix = chance.Of(["//", "///", "http://example.com/", "https://127.0.0.1:1/", "http://user:pass@example.com//", "", "*", "\\", "/./", "/../", "/%2e%2e/", "http:/", "://"]);
                break;
            default:
                draft.Path.Insert(at, chance.Of([".", "..", "%2e", "%2e%2e", ""]));
                break;
        }
    }

    private static bool IsId(string segment) => segment is not "v1" && (segment.Any(char.IsAsciiDigit) || segment.StartsWith("aut_", StringComparison.Ordinal));

    private static string Escape(string segment, Chance chance)
    {
        if (segment.Length == 0)
        {
            return "%";
        }

        var at = chance.Below(segment.Length);
        var code = ((int)segment[at]).ToString(chance.OneIn(2) ? "x2" : "X2", CultureInfo.InvariantCulture);
        return $"{segment[..at]}%{(chance.OneIn(6) ? "25" : "")}{code}{segment[(at + 1)..]}";
    }

    private static void SpoilHeaders(FuzzDraft draft, Chance chance)
    {
        if (chance.OneIn(40))
        {
            // More than any server takes.
            draft.Headers.AddRange(Enumerable.Range(0, chance.Of([50, 99, 150])).Select(number => (string.Create(CultureInfo.InvariantCulture, $"X-{number}"), "x")));
            return;
        }

        for (var more = chance.Below(3); more >= 0; more--)
        {
            draft.Headers.Add(chance.Of(OddValues.Headers));
        }

        // A length that is not the body's would let the rest of it be the next request: that belongs to the broken ones.
        if (draft.Headers.Any(header => header.Name is "Content-Length"))
        {
            draft.Headers.RemoveAll(header => header.Name is "Content-Length" or "Transfer-Encoding");
            draft.IsChunked = true;
        }
    }

    private static List<string> QueryNames(FuzzDraft draft) =>
        [.. draft.Query.Select(parameter => parameter.Name), "page_size", "page_token", "skip", "limit", "status_filter", "user_id", "source_type", "", "a[]", "%ff", "access_token"];
}
