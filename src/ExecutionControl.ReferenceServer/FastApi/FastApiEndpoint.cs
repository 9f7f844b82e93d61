using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.FastApi;

/// <summary>What the two services that are built on FastAPI share: its router sends a path with a slash too many to the one without.</summary>
internal abstract class FastApiEndpoint : ServiceEndpoint
{
    public override OperationReply? Redirect(RequestPath path, OperationTable operations) =>
        path.Segments.Length > 1 && path.Segments[^1].Length == 0 && operations.HasPath(path.Segments.AsSpan()[..^1])
            ? OperationReply.Redirect(StatusCodes.Status307TemporaryRedirect, path.Origin + path.Path.TrimEnd('/') + path.Query)
            : null;
}
