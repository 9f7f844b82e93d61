using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Runs.Tests.Support;

/// <summary>A server that is not there: nobody listens at its port.</summary>
internal sealed class UnreachableServer : IDisposable
{
    private readonly ConductorOneClient _client;

    public UnreachableServer()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var options = new ConductorOneClientOptions
        {
            ServerUrl = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}"),
            AccessToken = "any",
            Retry = { MaxAttempts = 1 },
        };
        free.Stop();
        _client = new ConductorOneClient(options);
        Actor = ClientTargetActor.Of(_client);
    }

    public ITargetActor Actor { get; }

    public void Dispose() => _client.Dispose();
}
