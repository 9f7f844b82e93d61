using System.Text.Json;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>
/// <c>/_control</c>: looks at the server and changes it from outside, with a token of its own. Its requests are not journalled and no
/// rule strikes them, so that a test can always count and always mend.
/// </summary>
/// <param name="token">What opens it; null where it is off.</param>
/// <param name="makeRoutes">Makes what it can do, once somebody calls it.</param>
/// <param name="stopping">Stops work that has begun.</param>
internal sealed class ControlEndpoint(string? token, Func<IReadOnlyList<ControlRoute>> makeRoutes, CancellationToken stopping) : IControlInterface
{
    private readonly Lazy<IReadOnlyList<ControlRoute>> _routes = new(makeRoutes);

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
        foreach (var route in _routes.Value)
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
            : ControlReply.Error(
                StatusCodes.Status404NotFound,
                $"There is nothing here. There are {string.Join(", ", _routes.Value.Select(route => $"{route.Method} /_control/{route.Template}"))}.");
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

/// <summary>One thing that the control interface can do.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path below <c>/_control/</c>; a segment in braces is a name.</param>
/// <param name="Summary">What it does, for the document that is written from it.</param>
/// <param name="HandleAsync">Does it.</param>
internal sealed record ControlRoute(string Method, string Template, string Summary, Func<ControlRequest, CancellationToken, Task<OperationReply>> HandleAsync)
{
    private readonly string[] _template = Template.Split('/');

    /// <summary>Whether the path is this one's, and then the name in it.</summary>
    public bool Matches(IReadOnlyList<string> segments, out string name)
    {
        name = "";
        if (segments.Count != _template.Length)
        {
            return false;
        }

        for (var i = 0; i < _template.Length; i++)
        {
            if (_template[i].StartsWith('{') && segments[i].Length > 0)
            {
                name = segments[i];
            }
            else if (!string.Equals(_template[i], segments[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A request to the control interface whose token was good.</summary>
/// <param name="Name">The value of the path's parameter; empty where it has none.</param>
/// <param name="Query">The query.</param>
/// <param name="Body">The body as it came.</param>
internal sealed record ControlRequest(string Name, IQueryCollection Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as an object with none but these members; an empty body is an empty object.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public JsonElement Members(params ReadOnlySpan<string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(Body.IsEmpty ? "{}"u8.ToArray() : Body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException("The body must be a JSON object.");
            }

            foreach (var member in document.RootElement.EnumerateObject())
            {
                // Half a surrogate pair, escaped, is valid JSON, but no text: whoever reads it later would find out.
                _ = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null;
                if (!names.Contains(member.Name))
                {
                    throw new InvalidDataException(
                        $"The body has a member '{member.Name}' that nobody knows here. There are {string.Join(", ", names.ToArray())}.");
                }
            }

            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The body is no JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidDataException("The body holds text that is not Unicode.", exception);
        }
    }
}

/// <summary>The answers that all control routes share.</summary>
internal static class ControlReply
{
    public static OperationReply Done() => OperationReply.Raw(StatusCodes.Status204NoContent, contentType: null, ReadOnlyMemory<byte>.Empty);

    public static OperationReply Error(int status, string message) => OperationReply.Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });
}
