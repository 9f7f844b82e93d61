using System.Globalization;

namespace ExecutionControl.Reference;

/// <summary>
/// One request that reached the server, as it stood when the journal was asked for it. It holds no header and no body, so no secret either. What a
/// caller made overlong is cut, and ends in "…".
/// </summary>
public sealed class RequestJournalEntry
{
    private readonly byte[]? _bodyHash;

    internal RequestJournalEntry(JournalRecord record)
    {
        Sequence = record.Sequence;
        ReceivedAt = record.ReceivedAt;
        Service = record.Service;
        Operation = record.Operation;
        Method = record.Method;
        RawPath = record.RawPath;
        Target = record.Target;
        ContentType = record.ContentType;
        BodyLength = record.BodyLength;
        Status = record.Status;
        Outcome = record.Outcome;
        WasHandled = record.WasHandled;
        Fault = record.Fault;
        Size = record.Size;
        _bodyHash = record.BodyHash;
    }

    /// <summary>The number of the request, from 1 upwards in the order of arrival.</summary>
    public long Sequence { get; }

    /// <summary>When it arrived, by the server's clock.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The service that it was for: one of <see cref="ServiceNames"/>.</summary>
    public string Service { get; }

    /// <summary>One of <see cref="OperationNames"/>.</summary>
    public string Operation { get; }

    /// <summary>The HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path and query exactly as they came over the wire, nothing decoded; the first 2048 characters.</summary>
    public string RawPath { get; }

    /// <summary>The id of what the request acts on, decoded; the first 256 characters; null where there is none.</summary>
    public string? Target { get; }

    /// <summary>The request's Content-Type; null when it had none.</summary>
    public string? ContentType { get; }

    /// <summary>The length of the request's body in bytes; null until it was read.</summary>
    public long? BodyLength { get; }

    /// <summary>SHA-256 of the request's body in lower-case hex; null until it was read.</summary>
    public string? BodySha256 => _bodyHash is null ? null : Convert.ToHexStringLower(_bodyHash);

    /// <summary>The status of the answer; null while there is none, and where the connection ended in its place.</summary>
    public int? Status { get; }

    /// <summary>What the caller got.</summary>
    public RequestOutcome Outcome { get; }

    /// <summary>Whether the operation was carried out: its credentials were good, and no rule came before it. It may have refused all the same.</summary>
    public bool WasHandled { get; }

    /// <summary>The id of the rule that decided over the answer; null where none did.</summary>
    public string? Fault { get; }

    /// <summary>How much memory its record takes at most, in bytes, roughly.</summary>
    internal int Size { get; }

    /// <summary>Number, method, path and status.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"#{Sequence} {Method} {RawPath} → {Status?.ToString(CultureInfo.InvariantCulture) ?? Outcome.ToString()}");
}

/// <summary>What the caller got for a request.</summary>
public enum RequestOutcome
{
    /// <summary>Nothing yet: the request is being worked on.</summary>
    Pending,

    /// <summary>An answer.</summary>
    Answered,

    /// <summary>Half an answer, by a rule.</summary>
    Truncated,

    /// <summary>A reset connection, by a rule.</summary>
    Reset,

    /// <summary>A closed connection, by a rule.</summary>
    Closed,

    /// <summary>Nothing: the caller hung up, or the server stopped.</summary>
    Aborted,
}
