using System.Collections.Concurrent;

namespace ExecutionControl.ConformanceTests.Prism;

/// <summary>Stands in a client and notes what Prism says in its answers: violations in a header, errors of its own in place of the server's.</summary>
internal sealed class ViolationHandler(ConcurrentQueue<string> violations) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.TryGetValues("sl-violations", out var found))
        {
            violations.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}: {string.Join(", ", found)}");
        }
        else if (response.Content.Headers.ContentType?.MediaType is "application/problem+json")
        {
            violations.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return response;
    }
}
