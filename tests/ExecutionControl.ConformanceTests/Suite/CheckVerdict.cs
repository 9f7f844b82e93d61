namespace ExecutionControl.ConformanceTests.Suite;

/// <summary>What a check found.</summary>
internal enum CheckVerdict
{
    /// <summary>The promise is kept.</summary>
    Kept,

    /// <summary>The server was asked properly and broke the promise.</summary>
    Broken,

    /// <summary>Nothing was found out: the server could not be prepared, or the check is at fault.</summary>
    Failed,
}
