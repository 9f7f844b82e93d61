using System.Text.Json.Serialization;

namespace ExecutionControl.Client;

/// <summary>
/// A failure of a control call as data: what can be kept, sent on and read again as JSON. Two are equal when they tell the same, whatever
/// exceptions they were.
/// </summary>
public sealed record ControlCallFailure : IControlCallFailure
{
    private readonly Aside<Exception> _exception;

    /// <inheritdoc/>
    public required ControlOutcome Outcome { get; init; }

    /// <inheritdoc/>
    public required bool SafeToRepeat { get; init; }

    /// <inheritdoc/>
    public required bool RepeatCanHelp { get; init; }

    /// <inheritdoc/>
    public RefusalReason Reason { get; init; }

    /// <summary>Whether the caller cancelled the call.</summary>
    public bool IsCanceled { get; init; }

    /// <inheritdoc/>
    public required string Message { get; init; }

    /// <inheritdoc/>
    public required ControlCallDetails Details { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public TimeSpan? RetryAfter => Details.RetryAfter;

    /// <summary>
    /// The exception that it was; <see langword="null"/> where it comes from JSON, which leaves it out. A <see cref="ControlCallException"/> or
    /// a <see cref="ControlCallCanceledException"/>.
    /// </summary>
    [JsonIgnore]
    public Exception? Exception
    {
        get => _exception.Value;
        init => _exception = new Aside<Exception>(value);
    }

    /// <summary>Takes what a failure tells.</summary>
    /// <param name="failure">A <see cref="ControlCallException"/>, a <see cref="ControlCallCanceledException"/>, or another.</param>
    /// <returns>The same as data.</returns>
    public static ControlCallFailure From(IControlCallFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure as ControlCallFailure ?? new ControlCallFailure
        {
            Outcome = failure.Outcome,
            SafeToRepeat = failure.SafeToRepeat,
            RepeatCanHelp = failure.RepeatCanHelp,
            Reason = failure.Reason,
            IsCanceled = failure is OperationCanceledException,
            Message = failure.Message,
            Details = failure.Details,
            Exception = failure as Exception,
        };
    }

    /// <summary>The message.</summary>
    /// <returns><see cref="Message"/>.</returns>
    public override string ToString() => Message;

    /// <summary>A value that takes no part in the equality of the record that holds it.</summary>
    private readonly struct Aside<T>(T? value) : IEquatable<Aside<T>>
        where T : class
    {
        public T? Value { get; } = value;

        public bool Equals(Aside<T> other) => true;

        public override bool Equals(object? obj) => obj is Aside<T>;

        public override int GetHashCode() => 0;
    }
}
