using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Calls;
using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client;

/// <summary>What the options of all three clients have in common. Its <see cref="ToString"/> never shows a credential.</summary>
public abstract class ControlClientOptions
{
    private protected ControlClientOptions()
    {
    }

    /// <summary>Where the service is. Https, or http to a loopback address; no user, query or fragment.</summary>
    public Uri? ServerUrl { get; set; }

    /// <summary>
    /// Another way to get tokens, in place of the service's own credential properties. It is asked for tokens for
    /// <see cref="ServerUrl"/> only. Default <see langword="null"/>.
    /// </summary>
    public ITokenSource? TokenSource { get; set; }

    /// <summary>How often and how long calls are tried.</summary>
    public ControlRetryOptions Retry { get; } = new();

    /// <summary>The clock that all waits, time limits and token lifetimes go by. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where to log to, under the category <c>ExecutionControl.Client</c>; <see langword="null"/>, the default, for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The source of the jitter in waits. Default <see cref="Random.Shared"/>.</summary>
    public Random Random { get; set; } = Random.Shared;

    /// <summary>
    /// Makes the handler that calls and token requests alike go through, for example a <see cref="SocketsHttpHandler"/> that trusts an authority of
    /// your own, shows a client certificate or goes through a proxy. Called once for each client, which disposes of the handler. On a
    /// <see cref="SocketsHttpHandler"/> or <see cref="HttpClientHandler"/> redirects and cookies are switched off, and for a loopback address the
    /// environment's proxy; <see cref="ControlRetryOptions.ConnectTimeout"/> holds unless the handler has a limit of its own, and connections are
    /// renewed after five minutes unless it says otherwise. Any other handler must not follow redirects itself. Default
    /// <see langword="null"/>: sockets that trust what the system trusts.
    /// </summary>
    public Func<HttpMessageHandler>? Transport { get; set; }

    /// <summary>
    /// Handlers of the application's own between this library and the wire, outermost first, for example for a proxy's
    /// headers or a recording. They see requests without the token, and cannot make one attempt be sent twice.
    /// </summary>
    public IList<Func<DelegatingHandler>> Handlers { get; } = [];

    /// <summary>What stood in a configuration and could not be read.</summary>
    internal OptionMistakes Unreadable { get; } = new();

    // Of an address that holds a user and a password, which no client takes, neither is shown.
    private string? Address => ServerUrl is { IsAbsoluteUri: true } url
        ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : null;

    /// <summary>The name of the client that these are for.</summary>
    internal string ClientName => GetType().Name[..^"Options".Length];

    /// <summary>Notes what is out of its bounds.</summary>
    internal virtual void Check(OptionMistakes mistakes)
    {
        mistakes.Add(Unreadable);
        Retry.Check(mistakes);
        mistakes.RequireValue(nameof(TimeProvider), TimeProvider);
        mistakes.RequireValue(nameof(Random), Random);
        foreach (var handler in Handlers)
        {
            mistakes.RequireValue(nameof(Handlers), handler);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name} for {Address ?? "the default server"}";
}
