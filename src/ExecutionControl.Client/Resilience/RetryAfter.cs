using System.Net.Http.Headers;

namespace ExecutionControl.Client.Resilience;

/// <summary>Reads how long a service asks to wait.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// Returns the wait, from seconds or from a date against <paramref name="timeProvider"/>'s clock, which is UTC whatever the
    /// machine's time zone; zero for a date that has passed; <see langword="null"/> when there is none or it makes no sense.
    /// </summary>
    public static TimeSpan? Read(HttpResponseHeaders headers, TimeProvider timeProvider) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta < TimeSpan.Zero ? null : delta,
        { Date: { } date } => date - timeProvider.GetUtcNow() is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => IsBeyondAllBounds(headers) ? TimeSpan.MaxValue : null,
    };

    /// <summary>More seconds than an integer holds are a wait all the same, although .NET does not read them.</summary>
    private static bool IsBeyondAllBounds(HttpResponseHeaders headers) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values)
        && values.ToString() is { Length: >= 10 } text
        && text.All(char.IsAsciiDigit);
}
