using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Calls;

/// <summary>One call of an operation, as the executor needs it.</summary>
internal sealed class ControlCall<T>
{
    public required ControlOperation Operation { get; init; }

    public required string Target { get; init; }

    /// <summary>Builds the request; asked for every attempt.</summary>
    public required Func<HttpRequestMessage> Request { get; init; }

    /// <summary>Reads the answer.</summary>
    public required Func<AnswerParseNode, T> Read { get; init; }

    /// <summary>What it is to those who watch.</summary>
    public CallKind Kind { get; init; }

    /// <summary>What tells of it where it is a whole that something else began; <see langword="null"/> for one of its own.</summary>
    public CallTelemetry.Span? Span { get; init; }

    /// <summary>How often and how long it is tried, and what it is called by.</summary>
    public required CallTerms Terms { get; init; }

    /// <summary>Fields of the answer whose values are secrets of others; they are taken out before anything reads or keeps it.</summary>
    public HiddenFields? HiddenFields { get; init; }

    /// <summary>Recognises an answer that is a refusal although its status does not say so.</summary>
    public Func<ServiceAnswer, bool>? IsRefusal { get; init; }

    /// <summary>
    /// Asked after an unclear attempt, right before it is sent again, as what was seen before a wait may have changed since;
    /// waits as long as the target needs, but not past the time that is left for the call.
    /// </summary>
    public Func<TimeSpan?, CancellationToken, Task<bool>>? MayRepeat { get; init; }

    /// <summary>Looks at the target when the answers have not settled the call.</summary>
    public Func<CancellationToken, Task<Observation<T>>>? Observe { get; init; }
}

/// <summary>A call that was settled by a success answer or by a look at the target.</summary>
internal readonly record struct Completed<T>(T Value, int Attempts, bool HadUnclearAttempt, Attempt? Last)
{
    /// <summary>The service's id of the last request.</summary>
    public string? RequestId => Last?.RequestId;

    /// <summary>When the last request was answered, by the service's clock.</summary>
    public DateTimeOffset? AnsweredAt => Last?.AnsweredAt;
}

/// <summary>What a look at the target showed.</summary>
/// <param name="State">The state that it is in, as people call it.</param>
/// <param name="ProvesApplied">Whether that proves that the call's goal is reached.</param>
/// <param name="Value">The result then.</param>
internal sealed record Observation<T>(string State, bool ProvesApplied = false, T? Value = default);
