using System.Net.Http.Headers;
using System.Text;

namespace ExecutionControl.Reference.Tests.Support;

/// <summary>Calls a server over real HTTP as one of its clients.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _http;

    private Caller(Uri url, AuthenticationHeaderValue? authorization)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = url };
        _http.DefaultRequestHeaders.Authorization = authorization;
    }

    public static Caller Nobody(ReferenceServer server) => Nobody(server.Url);

    public static Caller Nobody(Uri url) => new(url, null);

    public static Caller With(ReferenceServer server, string scheme, string token) => With(server.Url, scheme, token);

    public static Caller With(Uri url, string scheme, string token) => new(url, new AuthenticationHeaderValue(scheme, token));

    public static Caller ConductorOne(ReferenceServer server) => With(server, "Bearer", server.Credentials.ConductorOne.AccessToken);

    public static Caller Codegen(ReferenceServer server) => With(server, "Bearer", server.Credentials.Codegen.ApiToken);

    public static Caller Kubiya(ReferenceServer server) => With(server, "Bearer", server.Credentials.Kubiya.ApiKey);

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, Exact(path)));

    /// <summary>Posts JSON; without any, an empty body without a Content-Type.</summary>
    public Task<Answer> PostAsync(string path, string? json = null) => PostAsync(path, json, "application/json");

    public Task<Answer> PostAsync(string path, string? body, string? contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
        if (body is not null && contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return SendAsync(new HttpRequestMessage(HttpMethod.Post, Exact(path)) { Content = content });
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            var response = await _http.SendAsync(request);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
        }
    }

    public void Dispose() => _http.Dispose();

    // Dot segments and escapes have to reach the wire as the test wrote them.
    private Uri Exact(string path) =>
        new(_http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
