using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>
/// <c>/_control</c>: looks at the server and changes it from outside, with a token of its own. Its requests are not journalled and no
/// rule strikes them, so that a test can always count and always mend.
/// </summary>
internal sealed class ControlEndpoint(string? token, IReadOnlyList<ControlRoute> routes, CancellationToken stopping) : IControlInterface
{
    public bool Owns(RequestPath path) => path.Segments[0] is "_control";

    public OperationReply Error(int status, string message) => ControlReply.Error(status, message);

    public async Task<OperationReply> AnswerAsync(HttpRequest request, RequestPath path)
    {
        if (token is null)
        {
            return ControlReply.Error(StatusCodes.Status404NotFound, "The control interface is off.");
        }

        if (!BearerToken.IsSame(BearerToken.Of(request, "Bearer"), token))
        {
            return ControlReply.Error(StatusCodes.Status401Unauthorized, "The control interface needs 'Authorization: Bearer' with the server's control token.")
                .With("WWW-Authenticate", "Bearer");
        }

        var segments = path.Segments.Skip(1).ToList();
        var allowed = new List<string>();
        foreach (var route in routes)
        {
            if (!route.Matches(segments, out var name))
            {
                continue;
            }

            if (string.Equals(route.Method, request.Method, StringComparison.Ordinal))
            {
                return await HandleAsync(route, name, request).ConfigureAwait(false);
            }

            allowed.Add(route.Method);
        }

        return allowed.Count > 0
            ? ControlReply.Error(StatusCodes.Status405MethodNotAllowed, "The method is not allowed here.").With("Allow", string.Join(", ", allowed))
            : ControlReply.Error(StatusCodes.Status404NotFound, $"There is nothing here. There are {string.Join(", ", routes.Select(route => $"{route.Method} /_control/{route.Template}"))}.");
    }

    private async Task<OperationReply> HandleAsync(ControlRoute route, string name, HttpRequest request)
    {
        try
        {
            var body = await RequestBody.ReadAsync(request).ConfigureAwait(false);
            return await route.HandleAsync(new ControlRequest(name, request.Query, body), stopping).ConfigureAwait(false);
        }
        catch (KeyNotFoundException exception)
        {
            return ControlReply.Error(StatusCodes.Status404NotFound, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return ControlReply.Error(exception.StatusCode, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            return ControlReply.Error(StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
