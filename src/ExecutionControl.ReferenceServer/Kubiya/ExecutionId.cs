using ExecutionControl.Reference.Hosting;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Ids are UUIDs, and nothing in the control plane checks that before its database does.</summary>
internal static class ExecutionId
{
    /// <summary>Reads the id as the database would: in any case, with or without hyphens or braces.</summary>
    /// <param name="request">The request.</param>
    /// <param name="doing">What the service was about to do, for its own words.</param>
    /// <exception cref="OperationFaultException">It is no UUID, which the service answers with a 500.</exception>
    public static Guid Of(OperationRequest request, string doing)
    {
        var text = request.Path["execution_id"];
        return Guid.TryParseExact(text, "D", out var id) || Guid.TryParseExact(text, "N", out id) || Guid.TryParseExact(text, "B", out id)
            ? id
            : throw new OperationFaultException(
                StatusCodes.Status500InternalServerError, $"Failed to {doing} execution: invalid input syntax for type uuid: \"{text}\"");
    }

    public static OperationFaultException NotFound() => new(StatusCodes.Status404NotFound, "Execution not found");
}
