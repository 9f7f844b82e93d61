using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ExecutionControl.Reference.Hosting;

/// <summary>
/// The sockets that a server listens on, bound before Kestrel takes them over: only so can several addresses share a port that is free on
/// all of them.
/// </summary>
internal sealed class ListenSockets : IDisposable
{
    private const int Attempts = 20;

    private readonly List<Socket> _sockets = [];

    /// <summary>Where they are bound.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];

    /// <summary>Binds every address that the machine has, to one port.</summary>
    /// <exception cref="IOException">The port is in use.</exception>
    public static ListenSockets Bind(IReadOnlyList<IPAddress> addresses, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new ListenSockets();
            try
            {
                foreach (var address in addresses)
                {
                    sockets.Bind(new IPEndPoint(address, sockets.EndPoints is [var first, ..] ? first.Port : port));
                }

                return sockets;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse && port == 0 && attempt < Attempts)
            {
                // Free on one address and not on the other: another one, then.
                sockets.Dispose();
            }
            catch (SocketException exception)
            {
                sockets.Dispose();
                throw new IOException(
                    exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                        ? $"Failed to bind to port {port}: address already in use."
                        : $"Failed to bind to port {port}: {exception.Message}",
                    exception);
            }
        }
    }

    /// <summary>Gives a socket away; null where none of these is bound there.</summary>
    public Socket? Take(EndPoint endPoint) => _sockets.Find(socket => endPoint.Equals(socket.LocalEndPoint));

    /// <summary>Leaves them to whoever took them: nothing is closed here any more.</summary>
    public void Keep() => _sockets.Clear();

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    private void Bind(IPEndPoint endPoint)
    {
        try
        {
            _sockets.Add(SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint));
        }
        catch (SocketException exception) when (
            _sockets.Count > 0
            && exception.SocketErrorCode
                is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported)
        {
            // A machine without IPv6 listens on what it has.
        }
    }
}
