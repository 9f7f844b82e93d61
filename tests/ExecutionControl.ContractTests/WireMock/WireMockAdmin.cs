using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ExecutionControl.ContractTests.WireMock;

/// <summary>Stubs a running WireMock and reads its journal, over its admin API.</summary>
internal sealed class WireMockAdmin : IDisposable
{
    private const string FirstState = "Started";

    private readonly HttpClient _http;

    public WireMockAdmin(Uri address)
    {
        // A proxy from the environment must not stand between the tests and loopback.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address, "__admin/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <summary>Asks whether WireMock is up and can be stubbed.</summary>
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.GetAsync("health", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Forgets every stub, every scenario's state and every recorded request.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Post, "reset", body: null, cancellationToken);

    /// <summary>Answers requests as a mapping says, until the next reset; of two that fit, the later one answers.</summary>
    public Task AddAsync(JsonNode mapping, CancellationToken cancellationToken = default) => SendAsync(HttpMethod.Post, "mappings", mapping, cancellationToken);

    /// <summary>Answers the first request as the first mapping says, the second as the second, and from then on as the last.</summary>
    public async Task AddSequenceAsync(IReadOnlyList<JsonNode> mappings, CancellationToken cancellationToken = default)
    {
        var scenario = Guid.NewGuid().ToString("N");
        for (var step = 0; step < mappings.Count; step++)
        {
            var mapping = mappings[step].DeepClone();
            mapping["scenarioName"] = scenario;
            mapping["requiredScenarioState"] = State(step);
            mapping["newScenarioState"] = State(Math.Min(step + 1, mappings.Count - 1));
            await AddAsync(mapping, cancellationToken);
        }

        static string State(int step) => step == 0 ? FirstState : $"After {step}";
    }

    /// <summary>Every request since the last reset, in the order in which they came.</summary>
    public async Task<IReadOnlyList<RecordedRequest>> RequestsAsync(CancellationToken cancellationToken = default)
    {
        var journal = await SendAsync(HttpMethod.Get, "requests", body: null, cancellationToken);
        return [.. journal!["requests"]!.AsArray().Reverse().Select(entry => RecordedRequest.Parse(entry!))];
    }

    /// <summary>Counts the requests since the last reset that fit a pattern, which is written like the <c>request</c> of a mapping.</summary>
    public async Task<int> CountAsync(JsonNode requestPattern, CancellationToken cancellationToken = default)
    {
        var answer = await SendAsync(HttpMethod.Post, "requests/count", requestPattern, cancellationToken);
        return answer!["count"]!.GetValue<int>();
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"WireMock's admin API answered {method} {path} with {(int)answer.StatusCode}: {text}");
        }

        return text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
