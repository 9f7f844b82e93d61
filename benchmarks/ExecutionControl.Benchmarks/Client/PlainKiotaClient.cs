using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Generated.ConductorOne.Models;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace ExecutionControl.Benchmarks.Client;

/// <summary>The generated client as Kiota's documents have it used: its own adapter, with the handlers that it brings.</summary>
internal sealed class PlainKiotaClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly HttpClientRequestAdapter _adapter;
    private readonly ConductorOneApiClient _api;

    public PlainKiotaClient(Uri server, string token)
    {
        _http = KiotaClientFactory.Create(new SocketsHttpHandler { UseProxy = false });
        _adapter = new HttpClientRequestAdapter(new BaseBearerTokenAuthenticationProvider(new StaticToken(token)), httpClient: _http)
        {
            BaseUrl = server.AbsoluteUri.TrimEnd('/'),
        };
        _api = new ConductorOneApiClient(_adapter);
    }

    public Task TerminateAsync(string executionId, CancellationToken cancellationToken) =>
        _api.Api.V1.Automation_executions[executionId].Actions.Terminate.PostAsync(new TerminateAutomationRequestInput(), cancellationToken: cancellationToken);

    public void Dispose()
    {
        _adapter.Dispose();
        _http.Dispose();
    }

    private sealed class StaticToken(string token) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(
            Uri uri,
            Dictionary<string, object>? additionalAuthenticationContext = null,
            CancellationToken cancellationToken = default) => Task.FromResult(token);
    }
}
