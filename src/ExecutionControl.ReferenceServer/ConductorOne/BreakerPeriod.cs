namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The period in which a circuit breaker counts executions, numbered for the database.</summary>
internal enum BreakerPeriod
{
    Unspecified = 0,
    Hour = 1,
    Day = 2,
    Week = 3,
    Month = 4,
}
