namespace ExecutionControl.Cli.Diagnosis;

/// <summary>How good or bad something is that doctor looked at.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but deserves attention.</summary>
    Warning,

    /// <summary>It keeps commands from working.</summary>
    Problem,
}
