using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Connection;

/// <summary>The handlers around the wire: one chain for the API, one for the token endpoint, and the same transport below both.</summary>
/// <param name="Api">Lets an attempt be sent once, and puts its token on it.</param>
/// <param name="Tokens">Goes to the token endpoint; no handler of an application's is in it, as the requests hold an assertion.</param>
/// <param name="IsOwned">Whether they are disposed with the connection, rather than by a factory.</param>
internal sealed record ConnectionHandlers(HttpMessageHandler Api, HttpMessageHandler Tokens, bool IsOwned)
{
    /// <summary>Tells of every change of the credential until what it returns is disposed of; <see langword="null"/> where none can change.</summary>
    public Func<Action<Credential>, IDisposable?>? FollowCredential { get; init; }

    /// <summary>Makes handlers of a client's own, with the application's in between.</summary>
    public static ConnectionHandlers Create(ControlClientOptions options, Uri server, TimeSpan connectTimeout)
    {
        var transport = new ProxyFailureHandler(WireHandler.Create(options.Transport, server, connectTimeout));
        HttpMessageHandler chain = new SingleSendHandler(transport, isBelowOthers: options.Handlers.Count > 0);
        foreach (var create in options.Handlers.Reverse())
        {
            var handler = create();
            ForeignRetries.Refuse(handler);
            handler.InnerHandler = chain;
            chain = handler;
        }

        return new ConnectionHandlers(chain, transport, IsOwned: true);
    }
}
