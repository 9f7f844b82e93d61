namespace ExecutionControl.Reference;

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
