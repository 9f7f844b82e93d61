using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.FastApi;

/// <summary>
/// Reads a request the way FastAPI does: path, then query, then body, every fault collected. A reader that met a fault gives a default,
/// which nobody uses: <see cref="IsRefused"/> comes before the work.
/// </summary>
internal sealed class FastApiRequest(OperationRequest request)
{
    // Of a body that is no JSON; the fault itself cuts it again.
    private const int MostShown = 16 * 1024;

    private readonly List<ValidationFault> _faults = [];

    /// <summary>Whether anything was wrong, and then the answer.</summary>
    public bool IsRefused([NotNullWhen(true)] out OperationReply? reply)
    {
        reply = _faults.Count > 0 ? ValidationReply.Of(_faults) : null;
        return reply is not null;
    }

    public void Add(ValidationFault fault) => _faults.Add(fault);

    /// <summary>An integer in the path.</summary>
    public long PathInteger(string name) => TextInteger(request.Path[name], "path", name) ?? -1;

    /// <summary>An integer in the query; null when it is not there.</summary>
    public long? QueryInteger(string name, long? minimum = null, long? maximum = null)
    {
        if (request.Http.Query[name].LastOrDefault() is not { } text || TextInteger(text, "query", name) is not { } value)
        {
            return null;
        }

        if (value < minimum)
        {
            Add(new ValidationFault(
                ["query", name], string.Create(CultureInfo.InvariantCulture, $"Input should be greater than or equal to {minimum}"), "greater_than_equal")
            {
                Input = FaultInput.Of(text), Context = [new("ge", string.Create(CultureInfo.InvariantCulture, $"{minimum}"))],
            });
        }
        else if (value > maximum)
        {
            Add(new ValidationFault(
                ["query", name], string.Create(CultureInfo.InvariantCulture, $"Input should be less than or equal to {maximum}"), "less_than_equal")
            {
                Input = FaultInput.Of(text), Context = [new("le", string.Create(CultureInfo.InvariantCulture, $"{maximum}"))],
            });
        }

        return value;
    }

    public string? QueryText(string name) => request.Http.Query[name].LastOrDefault();

    /// <summary>One of several texts in the query; null when it is not there.</summary>
    public string? QueryEnum(string name, IReadOnlyList<string> values)
    {
        if (QueryText(name) is not { } text || values.Contains(text, StringComparer.Ordinal))
        {
            return QueryText(name);
        }

        var expected = $"{string.Join(", ", values.SkipLast(1).Select(value => $"'{value}'"))} or '{values[^1]}'";
        Add(new ValidationFault(["query", name], $"Input should be {expected}", "enum")
        {
            Input = FaultInput.Of(text), Context = [new("expected", FaultInput.Of(expected).Json)],
        });
        return null;
    }

    /// <summary>The body as an object; null after a fault.</summary>
    public FastApiBody? Body()
    {
        if (request.Body.IsEmpty)
        {
            Add(ValidationFault.Missing("body"));
            return null;
        }

        // Without a Content-Type the body counts as JSON; with another one it is never looked into.
        if (!IsJson(request.Http.ContentType))
        {
            var shown = request.Body.Span[..Math.Min(request.Body.Length, MostShown)];
            Add(ValidationFault.NoObject("body") with { Input = FaultInput.Of(Encoding.UTF8.GetString(shown)) });
            return null;
        }

        if (!Utf8.IsValid(request.Body.Span))
        {
            throw new OperationFaultException(StatusCodes.Status400BadRequest, "There was an error parsing the body");
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new FastApiBody(this, document.RootElement.Clone());
            }

            Add(document.RootElement.ValueKind == JsonValueKind.Null
                ? ValidationFault.Missing("body")
                : ValidationFault.NoObject("body") with { Input = FaultInput.Of(document.RootElement) });
        }
        catch (JsonException exception)
        {
            Add(new ValidationFault(["body", PositionOf(exception)], "JSON decode error", "json_invalid")
            {
                Input = FaultInput.EmptyObject, Context = [new("error", "\"Expecting value\"")],
            });
        }

        return null;
    }

    private long? TextInteger(string text, string place, string name)
    {
        if (PythonInteger.IsTooLong(text))
        {
            Add(ValidationFault.TooLongInteger(place, name) with { Input = FaultInput.Of(text) });
            return null;
        }

        if (BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return PythonInteger.Clamp(number);
        }

        Add(ValidationFault.UnreadableInteger(place, name) with { Input = FaultInput.Of(text) });
        return null;
    }

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType))
        {
            return true;
        }

        var mediaType = contentType.Split(';')[0].Trim();
        return mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (mediaType.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    private int PositionOf(JsonException exception)
    {
        var position = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            position += request.Body.Span[position..].IndexOf((byte)'\n') + 1;
        }

        return position + (int)(exception.BytePositionInLine ?? 0);
    }
}

/// <summary>Python's integers have no end; ours do.</summary>
internal static class PythonInteger
{
    /// <summary>The most digits that are read. Python reads more, in a time that grows with their square.</summary>
    public const int MostDigits = 40;

    /// <summary>Whether a text has more digits than are read.</summary>
    public static bool IsTooLong(string text) => text.Length > MostDigits && text.Count(char.IsAsciiDigit) > MostDigits;

    /// <summary>The nearest 64-bit integer: as good as the number itself, as an id of nobody and as a bound.</summary>
    public static long Clamp(BigInteger number) => (long)BigInteger.Clamp(number, long.MinValue, long.MaxValue);
}
