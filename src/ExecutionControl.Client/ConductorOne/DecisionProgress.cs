namespace ExecutionControl.Client.ConductorOne;

/// <summary>How far executions that were paused show a decision about them.</summary>
internal enum DecisionProgress
{
    /// <summary>All of them are paused.</summary>
    None,

    /// <summary>Some have become what was decided.</summary>
    Begun,

    /// <summary>All have become what was decided.</summary>
    Done,

    /// <summary>One became something else.</summary>
    Contradicted,
}
