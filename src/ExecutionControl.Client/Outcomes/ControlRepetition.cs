namespace ExecutionControl.Client;

/// <summary>Whether an operation is sent again after an attempt that may have been processed.</summary>
public enum ControlRepetition
{
    /// <summary>Never: a second one would do more than the first.</summary>
    Never,

    /// <summary>As often as the retry options allow.</summary>
    Always,

    /// <summary>Only when a look at the target allows it, see <see cref="ControlOperation.RepetitionReason"/>.</summary>
    OnCondition,
}
