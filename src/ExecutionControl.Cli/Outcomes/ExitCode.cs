namespace ExecutionControl.Cli.Outcomes;

/// <summary>What ectl's exit code tells a script: one contract for every command.</summary>
internal enum ExitCode
{
    /// <summary>Applied, or already so.</summary>
    Success = 0,

    /// <summary>A fault of ectl itself, or an answer that could not be written.</summary>
    Fault = 1,

    /// <summary>Nothing was sent: the command line, its input or its surroundings do not allow it.</summary>
    NotSent = 2,

    /// <summary>No credentials, or the service rejected them.</summary>
    Credentials = 3,

    /// <summary>The service knows no such target.</summary>
    NotFound = 4,

    /// <summary>The service refused: state or validation.</summary>
    Refused = 5,

    /// <summary>Some of many were settled, others were not.</summary>
    Partial = 6,

    /// <summary>No attempt can have been processed.</summary>
    NotApplied = 7,

    /// <summary>It may have been applied.</summary>
    Unknown = 8,

    /// <summary>Accepted, but not confirmed.</summary>
    Unconfirmed = 9,

    /// <summary>Accepted, but the target ended in another state.</summary>
    Contradicted = 10,

    /// <summary>The terminal or the connection to it was closed (SIGHUP).</summary>
    HungUp = 129,

    /// <summary>Interrupted by Ctrl-C (SIGINT).</summary>
    Interrupted = 130,

    /// <summary>Terminated by SIGTERM.</summary>
    Terminated = 143,
}
