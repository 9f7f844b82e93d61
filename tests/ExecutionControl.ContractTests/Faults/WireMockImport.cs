using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>Stubs WireMock with many mappings in one request.</summary>
internal sealed class WireMockImport(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };

    public async Task AddAsync(IEnumerable<JsonObject> mappings)
    {
        var body = new JsonObject { ["mappings"] = new JsonArray([.. mappings]) };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await _http.PostAsync(new Uri("__admin/mappings/import", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
