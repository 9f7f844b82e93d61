using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>The refusals that ConductorOne's operations have in common.</summary>
internal static class ProtoFault
{
    public static OperationFaultException InvalidArgument(string message) => new(StatusCodes.Status400BadRequest, message);

    public static OperationFaultException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}
