using System.Net;

namespace ExecutionControl.Cli.Services;

/// <summary>
/// One answer to a rate limit for everything that a command does: as soon as one call is turned away, no other target is begun until the wait
/// is over that the service asks for. Each would only be turned away, too.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class RateLimitGate(TimeProvider clock)
{
    /// <summary>Where the service does not say how long.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private DateTimeOffset _opensAt;

    /// <summary>Notes that a call was turned away.</summary>
    /// <param name="wait">How long the service asks to wait; null where it does not say.</param>
    public void Close(TimeSpan? wait)
    {
        var asked = wait is { } said && said > TimeSpan.Zero ? said : UsualWait;
        var opensAt = clock.GetUtcNow() + (asked < LongestWait ? asked : LongestWait);
        lock (_gate)
        {
            _opensAt = opensAt > _opensAt ? opensAt : _opensAt;
        }
    }

    /// <summary>Waits until the next may be begun.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (Left() is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock, cancellationToken);
        }
    }

    private TimeSpan Left()
    {
        lock (_gate)
        {
            return _opensAt - clock.GetUtcNow();
        }
    }
}

/// <summary>Tells the gate of every answer that turns a call away for its rate.</summary>
/// <param name="gate">The gate.</param>
/// <param name="clock">The clock.</param>
internal sealed class RateLimitHandler(RateLimitGate gate, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            gate.Close(response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - clock.GetUtcNow(),
                _ => null,
            });
        }

        return response;
    }
}
