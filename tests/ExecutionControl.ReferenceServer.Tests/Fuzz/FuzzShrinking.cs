namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Requests that are a little less than another.</summary>
internal static class FuzzShrinking
{
    public static IEnumerable<FuzzRequest> Smaller(FuzzRequest request)
    {
        for (var i = 0; i < request.Headers.Count; i++)
        {
            yield return request with { Headers = [.. request.Headers.Where((_, index) => index != i)] };
        }

        if (request.IsChunked)
        {
            yield return request with { IsChunked = false };
        }

        var question = request.Target.IndexOf('?', StringComparison.Ordinal);
        if (question >= 0)
        {
            yield return request with { Target = request.Target[..question] };
        }

        for (var length = request.Target.Length / 2; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= request.Target.Length; at += length)
            {
                yield return request with { Target = request.Target.Remove(at, length) };
            }
        }

        for (var length = request.Body.Length; length > 0; length /= 2)
        {
            for (var at = 0; at + length <= request.Body.Length; at += length)
            {
                yield return request with { Body = [.. request.Body[..at], .. request.Body[(at + length)..]] };
            }
        }
    }
}
