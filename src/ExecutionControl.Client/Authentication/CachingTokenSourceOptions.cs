using Microsoft.Extensions.Logging;

namespace ExecutionControl.Client.Authentication;

/// <summary>How a <see cref="CachingTokenSource"/> works.</summary>
public sealed class CachingTokenSourceOptions
{
    internal static readonly TimeSpan MaxRequestTimeout = TimeSpan.FromDays(24);

    /// <summary>
    /// How long one request for a token may take; at most 24 days, or <see cref="Timeout.InfiniteTimeSpan"/>. Default 25 s: shorter than the attempt
    /// that waits for it.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>The clock that lifetimes go by. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where to log to, under the category <c>ExecutionControl.Client</c>; <see langword="null"/>, the default, for nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
