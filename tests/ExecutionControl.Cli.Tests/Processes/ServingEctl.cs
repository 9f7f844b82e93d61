using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ExecutionControl.Cli.Tests.InProcess;

namespace ExecutionControl.Cli.Tests.Processes;

/// <summary>A running <c>ectl serve</c>, and an HTTP client of it.</summary>
public sealed class ServingEctl : IAsyncDisposable
{
    private readonly Ectl _process;
    private readonly HttpClient _http;

    private ServingEctl(Ectl process, JsonElement ready)
    {
        _process = process;
        Ready = ready;
        _http = new HttpClient { BaseAddress = Url };
    }

    /// <summary>The line that it printed.</summary>
    public JsonElement Ready { get; }

    public Uri Url => new(Ready.GetProperty("url").GetString()!);

    public string AccessToken => Ready.GetProperty("conductorOne").GetProperty("accessToken").GetString()!;

    public string CodegenToken => Ready.GetProperty("codegen").GetProperty("apiToken").GetString()!;

    public string? ControlToken => Ready.TryGetProperty("control", out var control) ? control.GetProperty("token").GetString() : null;

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServingEctl> StartAsync(UserFolder user, IReadOnlyList<string> options)
    {
        var process = Ectl.Start(user, ["serve", .. options]);
        try
        {
            using var line = JsonDocument.Parse(await process.FirstLineAsync());
            return new ServingEctl(process, line.RootElement.Clone());
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public async Task<HttpStatusCode> StatusAsync(string path, string? token = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, token, content: null);
        return answer.StatusCode;
    }

    public async Task<JsonDocument> JsonAsync(string path, string? token = null)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, token, content: null);
        return JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, token: null, body);

    /// <summary>How many executions an automation has paused, up to a page of them.</summary>
    public async Task<int> PausedAsync(string automation)
    {
        using var answer = await PostAsync(
            "/api/v1/search/all_automation_executions",
            $$"""{"automationTemplateIds":["{{automation}}"],"executionStates":["AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER"],"pageSize":100}""");
        using var page = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return page.RootElement.GetProperty("list").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, string? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? AccessToken);
        request.Content = content is null ? null : new StringContent(content, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }
}
