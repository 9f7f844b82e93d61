using System.Globalization;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Serialization.Json;

namespace ExecutionControl.Client.Http;

/// <summary>
/// A kind of request, taken apart once from what Kiota generated, with a gap where the target's id goes: Kiota's own way to a request
/// allocates several kilobytes each time.
/// </summary>
/// <param name="build">Has Kiota build the request for a target.</param>
internal sealed class RequestTemplate(Func<string, RequestInformation> build)
{
    /// <summary>What no address holds: a number, as some of Kiota's builders take nothing else for an id.</summary>
    private const string Gap = "8765432109876543210";

    private const string ContentType = "Content-Type";
    private const int MaxIdLength = 512;
    private Parts? _parts;

    /// <summary>Makes the request.</summary>
    /// <param name="target">The target's id, wherever it stands in the address.</param>
    /// <param name="body">The body, where it is not the one that Kiota was given.</param>
    public HttpRequestMessage Create(string target, byte[]? body = null) => (_parts ??= TakeApart(build(Gap))).ToRequest(target, body);

    /// <summary>Makes a request that Kiota has built, as it is.</summary>
    public static HttpRequestMessage Create(RequestInformation request) => TakeApart(request).ToRequest(target: string.Empty, body: null);

    /// <summary>Writes a body as Kiota does.</summary>
    public static byte[] Body(IParsable model)
    {
        using var writer = new JsonSerializationWriter();
        writer.WriteObjectValue(key: null, model);
        using var content = writer.GetSerializedContent();
        return Bytes(content);
    }

    /// <summary>Returns the id if it names one target and nothing else.</summary>
    public static string RequireId(string? id, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("The id is empty. Nothing was sent.", parameterName);
        }

        if (id is "." or "..")
        {
            throw new ArgumentException($"'{id}' is no id: it would lead to another path. Nothing was sent.", parameterName);
        }

        if (id.Length > MaxIdLength)
        {
            throw new ArgumentException($"The id is longer than {MaxIdLength} characters. Nothing was sent.", parameterName);
        }

        foreach (var character in id)
        {
            if (char.IsControl(character) || char.IsSurrogate(character) || character is '/' or '\\')
            {
                throw new ArgumentException("The id holds a slash, a control character or another one that no id has. Nothing was sent.", parameterName);
            }
        }

        return id;
    }

    /// <summary>Returns the id as the service writes it if it is a 64-bit integer.</summary>
    public static string RequireInt64Id(string? id, string parameterName)
    {
        RequireId(id, parameterName);
        return long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new ArgumentException($"'{id}' is no execution id: it must be a 64-bit integer. Nothing was sent.", parameterName);
    }

    private static Parts TakeApart(RequestInformation request)
    {
        var address = request.URI.OriginalString;
        var gap = address.IndexOf(Gap, StringComparison.Ordinal);
        var headers = request.Headers.Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value))).ToArray();
        return new Parts(
            HttpMethod.Parse(request.HttpMethod.ToString()),
            gap < 0 ? address : address[..gap],
            gap < 0 ? null : address[(gap + Gap.Length)..],
            [.. headers.Where(header => !IsContentType(header.Key))],
            headers.FirstOrDefault(header => IsContentType(header.Key)).Value,
            request.Content is { } content && content != Stream.Null ? Bytes(content) : null);
    }

    private static bool IsContentType(string header) => header.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    private static byte[] Bytes(Stream content)
    {
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    private sealed record Parts(
        HttpMethod Method, string Before, string? After, KeyValuePair<string, string>[] Headers, string? MediaType, byte[]? Body)
    {
        public HttpRequestMessage ToRequest(string target, byte[]? body)
        {
            var address = After is null ? Before : string.Concat(Before, Uri.EscapeDataString(target), After);
            var request = new HttpRequestMessage(Method, new Uri(address));
            foreach (var (name, value) in Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            if ((body ?? Body) is { } content)
            {
                request.Content = new SingleSendHandler.SingleUseContent(content);
                request.Content.Headers.TryAddWithoutValidation(ContentType, MediaType);
            }

            return request;
        }
    }
}
