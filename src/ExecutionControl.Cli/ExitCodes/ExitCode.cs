namespace ExecutionControl.Cli.ExitCodes;

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

/// <summary>The sentence for each exit code, as the help prints it.</summary>
internal static class ExitCodeText
{
    public static string Of(ExitCode code) => code switch
    {
        ExitCode.Success => "applied, or already so: nothing is left to do",
        ExitCode.Fault => "a fault of ectl itself, or its answer could not be written; a call that was made keeps its own code",
        ExitCode.NotSent => "nothing was sent: the command line or its input is wrong, or it was declined",
        ExitCode.Credentials => "no credentials, or the service rejected them",
        ExitCode.NotFound => "the service knows no such target",
        ExitCode.Refused => "the service refused: the target's state or the request does not allow it",
        ExitCode.Partial => "partial: some were settled, others were not",
        ExitCode.NotApplied => "not applied: unreachable, rate limited or redirected, and retries are used up",
        ExitCode.Unknown => "unknown: it may have been applied; the message says whether asking again is harmless",
        ExitCode.Unconfirmed => "accepted, but not confirmed",
        ExitCode.Contradicted => "accepted, but the target ended in another state",
        ExitCode.HungUp => "the terminal was closed (SIGHUP); what was done and what is unknown is reported",
        ExitCode.Interrupted => "interrupted by Ctrl-C; what was done and what is unknown is reported",
        ExitCode.Terminated => "terminated by SIGTERM; what was done and what is unknown is reported",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "There is no such exit code."),
    };

    /// <summary>The code and its sentence in two columns.</summary>
    public static string Row(ExitCode code) => $"{(int)code,5}  {Of(code)}";
}
