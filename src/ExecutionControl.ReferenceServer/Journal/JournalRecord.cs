namespace ExecutionControl.Reference;

/// <summary>
/// A request as the journal keeps it. A record that the journal has forgotten holds another request after that, its text included: what is kept
/// for so long, and then dropped, is what a garbage collector has most work with.
/// </summary>
internal sealed class JournalRecord
{
    private const int LongestPath = 2048;
    private const int LongestTarget = 256;
    private const int LongestContentType = 256;
    private const int LongestMethod = 32;

    // Times, numbers, the hash, and what the objects themselves take.
    private const int FixedSize = 512;

    // Room for nearly every path. Longer ones are not carried on from request to request.
    private const int TextToKeep = 160;

    private char[] _text = new char[TextToKeep];
    private int _pathLength;
    private int _targetLength;
    private string? _foundTarget;

    public long Sequence { get; private set; }

    public DateTimeOffset ReceivedAt { get; private set; }

    public string Service { get; private set; } = "";

    public string Operation { get; private set; } = "";

    public string Method { get; private set; } = "";

    public string RawPath => new(_text, 0, _pathLength);

    public string? Target
    {
        get => _foundTarget ?? (_targetLength < 0 ? null : new string(_text, _pathLength, _targetLength));
        set => _foundTarget = Cut(value, LongestTarget);
    }

    public string? ContentType { get; private set; }

    public long? BodyLength { get; set; }

    /// <summary>The SHA-256 of the body as bytes, which take a third of the memory of hex.</summary>
    public byte[]? BodyHash { get; set; }

    public int? Status { get; set; }

    public RequestOutcome Outcome { get; set; }

    public bool WasHandled { get; set; }

    public string? Fault { get; set; }

    /// <summary>Whether a rule keeps Kubiya's workflow engine from being reached by this request.</summary>
    public bool IsEngineUnreachable { get; set; }

    /// <summary>How much memory it takes at most, in bytes, roughly.</summary>
    public int Size { get; private set; }

    /// <summary>Whether the request is over: nobody writes to its record any more.</summary>
    public bool IsOver { get; set => Volatile.Write(ref field, value); }

    /// <summary>Whether it may hold another request, once the journal has forgotten this one.</summary>
    public bool CanHoldAnother => IsOver && _text.Length == TextToKeep;

    /// <summary>Holds a request from now on.</summary>
    public void Begin(long sequence, in ReceivedRequest request)
    {
        Sequence = sequence;
        ReceivedAt = request.At;
        Service = request.Service;
        Operation = request.Operation;
        Method = Cut(request.Method, LongestMethod)!;
        ContentType = Cut(request.ContentType, LongestContentType);
        Write(Cut(request.RawPath, LongestPath)!, Cut(request.Target, LongestTarget));
        _foundTarget = null;
        BodyLength = null;
        BodyHash = null;
        Status = null;
        Outcome = RequestOutcome.Pending;
        WasHandled = false;
        Fault = null;
        IsEngineUnreachable = false;
        IsOver = false;

        // A target may be found later, in the body.
        var targetLength = _targetLength < 0 ? LongestTarget : _targetLength;
        Size = FixedSize + (sizeof(char) * (Method.Length + _pathLength + targetLength + (ContentType?.Length ?? 0)));
    }

    private void Write(string path, string? target)
    {
        _pathLength = path.Length;
        _targetLength = target?.Length ?? -1;
        var length = path.Length + (target?.Length ?? 0);
        if (length > _text.Length)
        {
            _text = new char[length];
        }

        path.CopyTo(_text);
        target?.CopyTo(_text.AsSpan(path.Length));
    }

    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 1), "…");
}

/// <summary>What is known of a request when it arrives.</summary>
/// <param name="At">When it did, by the server's clock.</param>
/// <param name="Service">The service that it is for.</param>
/// <param name="Operation">The name of the operation.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="RawPath">Path and query as they came.</param>
/// <param name="Target">The id in the path; null where there is none.</param>
/// <param name="ContentType">The Content-Type; null where there is none.</param>
internal readonly record struct ReceivedRequest(
    DateTimeOffset At, string Service, string Operation, string Method, string RawPath, string? Target, string? ContentType);
