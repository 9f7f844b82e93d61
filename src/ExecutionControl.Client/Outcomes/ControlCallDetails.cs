using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Client;

/// <summary>The facts of a control call that failed. Never holds a credential.</summary>
public sealed record ControlCallDetails
{
    /// <summary>The service that was asked.</summary>
    public required ControlService Service { get; init; }

    /// <summary>The operation's name, such as <c>resolve-paused</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The id that was to be acted on.</summary>
    public required string Target { get; init; }

    /// <summary>The HTTP status of the last answer; <see langword="null"/> when there was none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>What the service said, in its words; <see langword="null"/> when it said nothing that can be read.</summary>
    public string? ServiceMessage { get; init; }

    /// <summary>The service's id of the request, where it gives one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The body of the last answer as text, cut after 16 KiB; <see langword="null"/> when there was no answer.</summary>
    public string? ResponseBody { get; init; }

    /// <summary>How many attempts were made; 0 when the call was given up before the first.</summary>
    public int Attempts { get; init; }

    /// <summary>How long the service asked to wait before the next attempt; <see langword="null"/> when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The state in which a look afterwards found the target; <see langword="null"/> when nobody looked or nothing was seen.</summary>
    public string? ObservedState { get; init; }

    /// <summary>What the rounds before had settled; <see langword="null"/> for calls that have no rounds.</summary>
    public ResolvePausedTotals? Totals { get; init; }

    /// <summary>
    /// What kind of failure it was, in few words for counting, as telemetry calls it in <c>error.type</c>: a status such as <c>503</c>,
    /// <c>timeout</c>, <c>connection_error</c>; <see langword="null"/> for a call that its caller cancelled.
    /// </summary>
    public string? ErrorType { get; init; }

    /// <summary>The facts without what the service said, which may repeat what it was told.</summary>
    /// <returns>One line.</returns>
    public override string ToString() =>
        $"{nameof(ControlCallDetails)} {{ Service = {Service}, Operation = {Operation}, Target = {Target}, ErrorType = {ErrorType}, Attempts = {Attempts} }}";
}
