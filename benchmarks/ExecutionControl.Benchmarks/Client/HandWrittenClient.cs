using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace ExecutionControl.Benchmarks.Client;

/// <summary>What somebody writes who needs the one call and looks after nothing else: no retry, no outcome, no check of what came.</summary>
internal sealed partial class HandWrittenClient(Uri server, string token) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server };

    public async Task TerminateAsync(string executionId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/automation_executions/{executionId}/actions/terminate")
        {
            Content = JsonContent.Create(new TerminateRequest(), Json.Default.TerminateRequest),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        _ = await response.Content.ReadFromJsonAsync(Json.Default.TerminateResponse, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private sealed record TerminateRequest;

    private sealed record TerminateResponse;

    [JsonSerializable(typeof(TerminateRequest))]
    [JsonSerializable(typeof(TerminateResponse))]
    private sealed partial class Json : JsonSerializerContext;
}
