using System.Globalization;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>A token endpoint on a real socket: gives token-1, token-2 and so on, when the test lets it, or fails when the test says so.</summary>
internal sealed class TokenService : IAsyncDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ScriptedServer _server;
    private readonly SemaphoreSlim _arrivals = new(0);
    private TaskCompletionSource _gate = new();

    private TokenService()
    {
        _gate.SetResult();
        _server = new ScriptedServer(request =>
        {
            var gate = _gate.Task;
            var body = IsDown ? "{}" : string.Create(CultureInfo.InvariantCulture, $$"""{"access_token":"token-{{request.Number}}","token_type":"Bearer","expires_in":{{Lifetime.TotalSeconds}}}""");
            var answer = Reply.Json(body, IsDown ? 503 : 200);
            _arrivals.Release();
            return answer with
            {
                Bytes = [],
                WriteMoreAsync = async (stream, cancellationToken) =>
                {
                    await gate.WaitAsync(cancellationToken);
                    await stream.WriteAsync(answer.Bytes, cancellationToken);
                },
            };
        });
    }

    public static TokenService Start() => new();

    public Uri Url => _server.Url;

    /// <summary>How often a token was asked for.</summary>
    public int Mints => _server.Requests.Count;

    /// <summary>Everything that was sent.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => _server.Requests;

    public bool IsDown { get; set; }

    /// <summary>Lets requests come in, and answers none of them until <see cref="Open"/>.</summary>
    public void Close() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _gate.SetResult();

    /// <summary>Waits for the next request that nobody has waited for yet.</summary>
    public async Task ArrivalAsync() => Assert.True(await ArrivesAsync(TimeSpan.FromSeconds(60)), "No token was asked for.");

    /// <summary>Whether another request comes in time.</summary>
    public Task<bool> ArrivesAsync(TimeSpan limit) => _arrivals.WaitAsync(limit);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _arrivals.Dispose();
    }
}
