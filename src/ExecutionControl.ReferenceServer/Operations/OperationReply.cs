using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Operations;

/// <summary>An answer before it is written to the wire.</summary>
internal sealed class OperationReply
{
    // The services write text as it is; escaping every quote and umlaut as \u00XX would be legal, but not what they do.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] EmptyJson = "{}"u8.ToArray();

    private List<KeyValuePair<string, string>>? _headers;

    private OperationReply(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        Status = status;
        ContentType = contentType;
        Body = body;
    }

    public int Status { get; }

    public string? ContentType { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Headers beside Content-Type, Content-Length, Date and x-request-id.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers ?? [];

    public ReplyDelivery Delivery { get; private init; }

    public static OperationReply Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return new OperationReply(status, "application/json", buffer.WrittenMemory);
    }

    /// <summary>An empty JSON object.</summary>
    public static OperationReply EmptyObject() => new(StatusCodes.Status200OK, "application/json", EmptyJson);

    /// <summary>An answer whose bytes are given as they are.</summary>
    public static OperationReply Raw(int status, string? contentType, ReadOnlyMemory<byte> body) => new(status, contentType, body);

    /// <summary>No answer at all, but an end of the connection.</summary>
    public static OperationReply Nothing(ReplyDelivery delivery) => new(0, contentType: null, ReadOnlyMemory<byte>.Empty) { Delivery = delivery };

    public static OperationReply Redirect(int status, string location) =>
        new OperationReply(status, contentType: null, ReadOnlyMemory<byte>.Empty).With("Location", location);

    public OperationReply With(string name, string value)
    {
        (_headers ??= []).Add(new(name, value));
        return this;
    }

    /// <summary>The same status and headers with another body.</summary>
    public OperationReply WithBody(string contentType, ReadOnlyMemory<byte> body) => Copy(Status, contentType, body, Delivery);

    /// <summary>The same answer with another fate.</summary>
    public OperationReply DeliveredAs(ReplyDelivery delivery) => Copy(Status, ContentType, Body, delivery);

    /// <summary>The same headers with another status and another JSON body.</summary>
    public OperationReply WithJson(int status, Action<Utf8JsonWriter> write) => Copy(status, ContentType, Json(status, write).Body, Delivery);

    private OperationReply Copy(int status, string? contentType, ReadOnlyMemory<byte> body, ReplyDelivery delivery)
    {
        var copy = new OperationReply(status, contentType, body) { Delivery = delivery };
        copy._headers = _headers?.ToList();
        return copy;
    }
}

/// <summary>How an answer gets onto the wire.</summary>
internal enum ReplyDelivery
{
    Whole,

    /// <summary>Half of the body, then the end of the connection.</summary>
    Truncated,

    /// <summary>A TCP reset in its place.</summary>
    Reset,

    /// <summary>An orderly end of the connection in its place.</summary>
    Close,
}
