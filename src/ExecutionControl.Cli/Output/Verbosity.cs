namespace ExecutionControl.Cli.Output;

/// <summary>How much is said on standard error beside failures.</summary>
internal enum Verbosity
{
    /// <summary>Warnings only.</summary>
    Quiet,

    /// <summary>What somebody who waits wants to know.</summary>
    Normal,

    /// <summary>Every attempt, every wait, and whom it was asked of.</summary>
    Verbose,

    /// <summary>Requests and answers as well, without their secrets.</summary>
    Debug,
}
