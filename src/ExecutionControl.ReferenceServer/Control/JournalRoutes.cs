using System.Globalization;
using System.Text.Json;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>Reads and empties the journal.</summary>
internal sealed class JournalRoutes(RequestJournal journal, IReadOnlyList<string> operations)
{
    private const int DefaultLimit = 1000;

    public IEnumerable<ControlRoute> All() =>
    [
        new(
            HttpMethods.Get,
            "journal",
            "Counts per operation, and the requests with their outcome; `?operation=&after=&limit=` for some of them.",
            (request, _) => Task.FromResult(Read(request))),
        new(HttpMethods.Delete, "journal", "Forgets them.", (_, _) =>
        {
            journal.Clear();
            return Task.FromResult(ControlReply.Done());
        }),
    ];

    private OperationReply Read(ControlRequest request)
    {
        var operation = request.Query["operation"].FirstOrDefault();
        var after = Number(request, "after") ?? 0;
        var limit = Number(request, "limit") ?? DefaultLimit;
        var entries = journal.Some(operation, after, (int)Math.Min(limit, RequestJournal.Capacity));
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("counts");
            foreach (var name in operations)
            {
                json.WriteNumber(name, journal.Count(name));
            }

            json.WriteEndObject();
            json.WriteStartArray("entries");
            entries.ForEach(entry => Write(json, entry));
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, RequestJournalEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", entry.Sequence);
        json.WriteString("receivedAt", entry.ReceivedAt);
        json.WriteString("service", entry.Service);
        json.WriteString("operation", entry.Operation);
        json.WriteString("method", entry.Method);
        json.WriteString("path", PathRedaction.Redact(entry.RawPath));
        json.WriteString("target", entry.Target);
        json.WriteString("contentType", entry.ContentType);
        WriteNumber(json, "bodyLength", entry.BodyLength);
        json.WriteString("bodySha256", entry.BodySha256);
        WriteNumber(json, "status", entry.Status);
        json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(entry.Outcome.ToString()));
        json.WriteBoolean("wasHandled", entry.WasHandled);
        json.WriteString("fault", entry.Fault);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static long? Number(ControlRequest request, string name) => request.Query[name].FirstOrDefault() is not { } text
        ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"'{name}' must be a number, zero or more.");
}
