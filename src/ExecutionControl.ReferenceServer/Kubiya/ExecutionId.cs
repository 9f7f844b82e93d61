using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Ids are UUIDs. What is none is no fault of the caller's to the service, but an exception of its own.</summary>
/// <param name="Key">What the id says.</param>
/// <param name="Text">The id as the path has it, which answers repeat.</param>
internal sealed record ExecutionId(Guid Key, string Text)
{
    /// <summary>Reads the id in the path.</summary>
    /// <param name="request">The request.</param>
    /// <param name="doing">What the service was about to do, for its own words.</param>
    /// <exception cref="OperationFaultException">It is no UUID, which the service answers with a 500.</exception>
    public static ExecutionId Of(OperationRequest request, string doing)
    {
        var text = request.Path["execution_id"];
        var key = PythonUuid.Read(text, out var fault);
        return fault.Length == 0
            ? new ExecutionId(key, text)
            : throw new OperationFaultException(StatusCodes.Status500InternalServerError, $"Failed to {doing} execution: {fault}");
    }

    /// <summary>Reads the id in the path of a termination, whose 500 does not say why.</summary>
    /// <exception cref="OperationFaultException">It is no UUID.</exception>
    public static ExecutionId OfTermination(OperationRequest request)
    {
        var text = request.Path["execution_id"];
        var key = PythonUuid.Read(text, out var fault);
        return fault.Length == 0
            ? new ExecutionId(key, text)
            : throw new OperationFaultException(StatusCodes.Status500InternalServerError, "An unexpected error occurred while terminating execution");
    }

    public static OperationFaultException NotFound() => new(StatusCodes.Status404NotFound, "Execution not found");
}
