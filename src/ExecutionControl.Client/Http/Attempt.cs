using Microsoft.Kiota.Abstractions;

namespace ExecutionControl.Client.Http;

/// <summary>
/// One attempt of one call, carried by its request down to the wire and back: which token goes with it, whether it may still
/// be sent, and whether any of it may have reached the server.
/// </summary>
internal sealed class Attempt(Uri server, string token) : IRequestOption
{
    private static readonly HttpRequestOptionsKey<IRequestOption> _key = new(typeof(Attempt).FullName!);
    private const string CorrelationHeader = "X-Correlation-ID";

    private int _claimed;
    private volatile bool _isSent;

    public Uri Server => server;

    /// <summary>The token as it is sent.</summary>
    public string Token => token;

    /// <summary>The application's id of the call, for a header; <see langword="null"/> for none.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Fields of the answer whose values nobody may see.</summary>
    public IReadOnlyList<string> HiddenFields { get; init; } = [];

    /// <summary>Whether a connection was there and the request began to be written: from then on it may have been processed.</summary>
    public bool IsSent => _isSent;

    /// <summary>The service's id of the request, from the answer's headers.</summary>
    public string? RequestId { get; set; }

    /// <summary>The answer's Date.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The answer's status when it was a success; an error carries its own, see <see cref="ServiceAnswerException"/>.</summary>
    public int? Status { get; set; }

    /// <summary>The body of a success answer, once it was read to its end.</summary>
    public byte[]? Body { get; set; }

    /// <summary>What the one send was answered with, if it was; see <see cref="Http.FirstAnswer"/>.</summary>
    public FirstAnswer? FirstAnswer { get; set; }

    /// <summary>What the one send failed with, if no answer came.</summary>
    public Exception? FirstFailure { get; set; }

    /// <summary>The success answer that came, for a failure that it turned out to be; <see langword="null"/> when none came.</summary>
    public ServiceAnswer? Answer() =>
        Status is { } status ? new ServiceAnswer(status, Body is null ? null : BoundedBody.Text(Body), RequestId, RetryAfter: null, AnsweredAt) : null;

    /// <summary>Refuses a success answer whose JSON is no object: Kiota would take any for an object without fields.</summary>
    /// <exception cref="UnreadableAnswerException">It is none.</exception>
    public void RequireObject()
    {
        if (Body is not { } body || !body.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8))
        {
            throw new UnreadableAnswerException("the answer is no JSON object");
        }
    }

    /// <summary>Gives a request of Kiota's this attempt.</summary>
    public Action<RequestConfiguration<TQuery>> Configure<TQuery>(Action<TQuery>? query = null)
        where TQuery : class, new() => configuration =>
        {
            configuration.Options.Add(this);
            if (CorrelationId is not null)
            {
                configuration.Headers.Add(CorrelationHeader, CorrelationId);
            }

            query?.Invoke(configuration.QueryParameters);
        };

    public static Attempt? Of(HttpRequestMessage request) => request.Options.TryGetValue(_key, out var option) ? (Attempt)option : null;

    /// <summary>Takes the one right to send; <see langword="false"/> when it is taken.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    public void MarkSent() => _isSent = true;
}
