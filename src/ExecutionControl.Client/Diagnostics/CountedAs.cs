namespace ExecutionControl.Client.Diagnostics;

/// <summary>What the end of one run through the executor is for the metrics.</summary>
internal enum CountedAs
{
    /// <summary>A whole call, or a read where the operation changes nothing.</summary>
    Call,

    /// <summary>One of the rounds that a call is made of.</summary>
    Round,

    /// <summary>A part of a call that is counted as a whole elsewhere.</summary>
    Nothing,
}
