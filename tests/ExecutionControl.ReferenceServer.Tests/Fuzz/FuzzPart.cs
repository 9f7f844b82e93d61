namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>What a part of the fuzzing is after.</summary>
internal enum FuzzPart
{
    /// <summary>Requests that must open nothing.</summary>
    WithoutToken = 1,

    /// <summary>Requests that mostly hold the right token of a service.</summary>
    Services = 2,

    /// <summary>Requests that hold the control token.</summary>
    Control = 3,

    /// <summary>Bytes that are no HTTP.</summary>
    Broken = 4,
}
