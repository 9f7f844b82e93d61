namespace ExecutionControl.Reference.Operations;

/// <summary>An operation says no; the service's endpoint gives the answer its shape.</summary>
internal sealed class OperationFaultException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
