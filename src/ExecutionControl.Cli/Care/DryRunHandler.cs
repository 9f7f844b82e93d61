using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Outcomes;

namespace ExecutionControl.Cli.Care;

/// <summary>
/// Stands before the wire and lets nothing pass: keeps the request that would change something, and fails it as one that was never sent.
/// </summary>
internal sealed class DryRunHandler(DryRunRecorder recorder, SecretRedactor redactor) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get)
        {
            var message = await HttpText.ReadAsync(request, cancellationToken);
            recorder.Request = new PlannedRequest(
                request.Method.Method,
                redactor.Redact(request.RequestUri?.ToString() ?? string.Empty),
                message.Headers.ToDictionary(header => header.Key, header => redactor.Redact(header.Value), StringComparer.OrdinalIgnoreCase),
                message.Body is { } body ? redactor.Redact(body) : null);
        }

        throw new HttpRequestException("this is a dry run");
    }
}
