namespace ExecutionControl.Reference.Hosting;

/// <summary>An operation says no; the service's surface gives the answer its shape.</summary>
internal sealed class OperationFaultException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
