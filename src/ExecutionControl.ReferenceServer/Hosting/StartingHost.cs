using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// A host that starts while the rest of the server still comes to be, which is most of what a start takes. Whoever calls before it is
/// opened waits.
/// </summary>
internal sealed class StartingHost
{
    private readonly TaskCompletionSource<RequestDelegate> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<KestrelHost> _starting;
    private bool _isTaken;

    private StartingHost(ListenAddress address, X509Certificate2? certificate, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        _starting = Task.Run(() => KestrelHost.StartAsync(address, certificate, InvokeAsync, loggers, cancellationToken), cancellationToken);

    public static StartingHost Begin(ListenAddress address, X509Certificate2? certificate, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        new(address, certificate, loggers, cancellationToken);

    /// <summary>Waits until it listens. Whoever has it then puts it away.</summary>
    /// <exception cref="IOException">The address is in use.</exception>
    public async Task<KestrelHost> ListenAsync()
    {
        var host = await _starting.ConfigureAwait(false);
        _isTaken = true;
        return host;
    }

    /// <summary>Lets requests in.</summary>
    public void Open(RequestDelegate pipeline) => _opened.SetResult(pipeline);

    /// <summary>Puts it away where the start failed elsewhere.</summary>
    public async Task AbandonAsync()
    {
        _opened.TrySetCanceled();
        await ((Task)_starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_starting.IsCompletedSuccessfully && !_isTaken)
        {
            await (await _starting.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private Task InvokeAsync(HttpContext context) => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result(context) : WaitAsync(context);

    private async Task WaitAsync(HttpContext context)
    {
        try
        {
            var pipeline = await _opened.Task.ConfigureAwait(false);
            await pipeline(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
