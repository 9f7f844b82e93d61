using System.Net;
using System.Net.Sockets;

namespace ExecutionControl.Cli.Diagnosis;

/// <summary>Sends a server one request without any credential, to see whether it can be reached, and what time it has.</summary>
internal sealed class ServerProbe(TimeProvider timeProvider)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    /// <summary>Asks.</summary>
    /// <returns>The answer's time less ours, when it told its time; and why there was no answer, when there was none.</returns>
    public async Task<(TimeSpan? Skew, string? Fault)> AskAsync(Uri server, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback, ConnectTimeout = TimeLimit };
        using var http = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, server);
        using var timeout = new CancellationTokenSource(TimeLimit, timeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var began = timeProvider.GetUtcNow();
        try
        {
            using var response = await http.SendAsync(request, linked.Token);
            var middle = began + ((timeProvider.GetUtcNow() - began) / 2);
            return (response.Headers.Date - middle, null);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            // .NET's own words hold the proxy's address with the password in it.
            var proxy = HttpClient.DefaultProxy.GetProxy(server) is { } address ? $" {ProxyDiagnosis.Shown(address)}" : string.Empty;
            var code = exception.StatusCode is { } status ? $" (status {(int)status})" : string.Empty;
            return (null, $"the proxy{proxy} did not let the request through{code}");
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.GetBaseException() is SocketException or WebException ? exception.GetBaseException().Message : exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {TimeLimit.TotalSeconds:0} s");
        }
    }
}
