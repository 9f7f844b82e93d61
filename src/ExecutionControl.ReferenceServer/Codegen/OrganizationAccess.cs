using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Which organization the API token belongs to.</summary>
internal sealed class OrganizationAccess(long organizationId)
{
    /// <exception cref="OperationFaultException">The token belongs to another organization.</exception>
    public void Demand(long organization)
    {
        if (organization != organizationId)
        {
            throw new OperationFaultException(StatusCodes.Status403Forbidden, "You do not have access to this organization.");
        }
    }

    public static OperationFaultException RunNotFound() => new(StatusCodes.Status404NotFound, "Agent run not found.");
}
