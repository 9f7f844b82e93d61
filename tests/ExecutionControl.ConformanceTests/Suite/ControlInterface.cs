using System.Globalization;
using System.Text.Json;
using ExecutionControl.ConformanceTests.Wire;

namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>The reference server's <c>/_control</c>: what a check needs to be so, and what it cannot see through the services.</summary>
internal sealed class ControlInterface(Uri server, string token) : IDisposable
{
    private readonly WireCaller _caller = new(server, $"Bearer {token}");

    /// <summary>Puts everything that a check may have changed back to what every check begins with.</summary>
    public async Task ResetAsync()
    {
        await SendAsync(HttpMethod.Delete, "rules");
        await PostAsync("clock", string.Create(CultureInfo.InvariantCulture, $$"""{ "now": "{{DateTimeOffset.UtcNow:O}}", "frozen": false }"""));
        await SeedAsync(SuiteSeed.Json);
        await SendAsync(HttpMethod.Put, "tokens/lifetime", """{ "lifetimeMs": 3600000 }""");
        await SendAsync(HttpMethod.Delete, "journal");
    }

    /// <summary>Puts a seed in the place of the state.</summary>
    public Task SeedAsync(string json) => PostAsync("seed", json);

    public Task FreezeClockAsync() => PostAsync("clock", """{ "frozen": true }""");

    public Task AdvanceClockAsync(TimeSpan by) => PostAsync("clock", string.Create(CultureInfo.InvariantCulture, $$"""{ "advanceMs": {{by.TotalMilliseconds}} }"""));

    /// <summary>Adds rules, in the form of a rules file.</summary>
    public Task AddRulesAsync(string json) => PostAsync("rules", json);

    public Task ClearRulesAsync() => SendAsync(HttpMethod.Delete, "rules");

    public async Task<(string ClientId, string ClientSecret, string AccessToken)> AddClientAsync(string json)
    {
        var client = await PostAsync("clients", json);
        return (Text(client, "clientId"), Text(client, "clientSecret"), Text(client, "accessToken"));
    }

    public Task RevokeTokensAsync(string clientId) => PostAsync("tokens/revoke", $$"""{ "clientId": "{{clientId}}" }""");

    public Task SetTokenLifetimeAsync(TimeSpan lifetime) =>
        SendAsync(HttpMethod.Put, "tokens/lifetime", string.Create(CultureInfo.InvariantCulture, $$"""{ "lifetimeMs": {{lifetime.TotalMilliseconds}} }"""));

    public async Task<string> IssueSubjectTokenAsync(string json = "{}") => Text(await PostAsync("subject-tokens", json), "subjectToken");

    /// <summary>The state in numbers.</summary>
    public Task<WireAnswer> StateAsync() => SendAsync(HttpMethod.Get, "state");

    /// <summary>The audit rows, oldest first.</summary>
    public Task<WireAnswer> AuditAsync() => SendAsync(HttpMethod.Get, "audit");

    /// <summary>How many requests of an operation reached the server.</summary>
    public async Task<long> CountAsync(string operation)
    {
        var journal = await SendAsync(HttpMethod.Get, "journal?limit=0");
        return journal.Json.GetProperty("counts").GetProperty(operation).GetInt64();
    }

    public void Dispose() => _caller.Dispose();

    private static string Text(WireAnswer answer, string name) => answer.Json.GetProperty(name).GetString()!;

    private Task<WireAnswer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    private async Task<WireAnswer> SendAsync(HttpMethod method, string path, string? json = null)
    {
        try
        {
            var answer = await _caller.SendAsync(method, "/_control/" + path, json, json is null ? null : WireCaller.Json);
            return answer.Status is >= 200 and < 300 ? answer : throw new SetUpFailedException($"{method} /_control/{path} was answered with {answer.Status}: {answer.Body}");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new SetUpFailedException($"{method} /_control/{path} failed: {exception.Message}", exception);
        }
    }
}
