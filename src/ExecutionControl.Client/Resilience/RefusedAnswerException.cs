namespace ExecutionControl.Client.Resilience;

/// <summary>A success status whose body says no.</summary>
internal sealed class RefusedAnswerException(RefusalReason reason, string message) : Exception(message)
{
    public RefusalReason Reason => reason;
}
