using System.Text;

namespace ExecutionControl.ConformanceTests.Wire;

/// <summary>Sends requests exactly as a check writes them, where only the wire shows the contract.</summary>
internal sealed class WireCaller : IDisposable
{
    public const string Json = "application/json";

    private readonly HttpClient _http;

    public WireCaller(Uri service, string? authorization)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = service };
        if (authorization is not null)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }
    }

    public Task<WireAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null, contentType: null);

    /// <summary>Posts JSON.</summary>
    public Task<WireAnswer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json, Json);

    /// <summary>Posts a body with any Content-Type, or with null none.</summary>
    public Task<WireAnswer> PostAsync(string path, string body, string? contentType) => SendAsync(HttpMethod.Post, path, body, contentType);

    public async Task<WireAnswer> SendAsync(HttpMethod method, string path, string? body, string? contentType)
    {
        // Dot segments and escapes have to reach the wire as they are.
        var url = new Uri(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        using var response = await _http.SendAsync(request);
        return new WireAnswer(
            $"{method} {path}", (int)response.StatusCode, await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public void Dispose() => _http.Dispose();
}
