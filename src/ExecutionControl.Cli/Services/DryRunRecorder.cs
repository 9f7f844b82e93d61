using ExecutionControl.Cli.Output;
using ExecutionControl.Client.Authentication;

namespace ExecutionControl.Cli.Services;

/// <summary>Keeps the request that a dry run would have sent.</summary>
internal sealed class DryRunRecorder
{
    public PlannedRequest? Request { get; set; }

    /// <summary>Begins anew, for the next target.</summary>
    public void Forget() => Request = null;
}

/// <summary>A request that would be sent, without its secrets.</summary>
internal sealed record PlannedRequest(string Method, string Url, IReadOnlyDictionary<string, string> Headers, string? Body);

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

/// <summary>Gives out a token that is none, so that a dry run does not even ask for one: every token is an entry in the service's audit log.</summary>
internal sealed class DryRunTokens : ITokenSource
{
    public ValueTask<AccessToken> GetTokenAsync(Uri server, AccessToken? rejected, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AccessToken("dry-run"));
}
