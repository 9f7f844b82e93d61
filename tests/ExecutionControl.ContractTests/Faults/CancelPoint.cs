namespace ExecutionControl.ContractTests.Faults;

/// <summary>When the caller gives up.</summary>
internal enum CancelPoint
{
    Never,
    BeforeTheCall,
    WhileConnecting,

    /// <summary>Once the bytes of the last step are out.</summary>
    AfterTheLastStep,
    WhileWaiting,
    WhileLooking,
}
