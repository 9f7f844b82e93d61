using System.Text.Json;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>Reads and turns the clock.</summary>
internal sealed class ClockRoutes(ReferenceServerClock clock)
{
    public IEnumerable<ControlRoute> All() =>
    [
        new(HttpMethods.Get, "clock", "The clock, and whether it stands.", (_, _) => Task.FromResult(Reply())),
        new(
            HttpMethods.Post,
            "clock",
            "Turns it: `{\"frozen\": true}`, `{\"advanceMs\": 60000}`, `{\"now\": \"2026-03-01T12:00:00Z\"}`.",
            (request, _) => Task.FromResult(Turn(request))),
    ];

    private OperationReply Turn(ControlRequest request)
    {
        var members = request.Members("frozen", "now", "advanceMs");
        var frozen = members.TryGetProperty("frozen", out var value)
            ? value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : throw new InvalidDataException("'frozen' must be true or false.")
            : (bool?)null;
        var now = members.TryGetProperty("now", out value)
            ? value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
                ? time
                : throw new InvalidDataException("'now' must be a time in ISO 8601.")
            : (DateTimeOffset?)null;
        var advance = members.TryGetProperty("advanceMs", out value)
            ? value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and <= 1_000_000_000_000
                ? TimeSpan.FromMilliseconds(milliseconds)
                : throw new InvalidDataException("'advanceMs' must be a number of milliseconds, zero or more.")
            : TimeSpan.Zero;

        // All was read before anything is turned: a refused request changes nothing.
        if (frozen is true)
        {
            clock.Freeze();
        }

        if (now is { } set)
        {
            clock.Set(set);
        }

        clock.Advance(advance);
        if (frozen is false)
        {
            clock.Resume();
        }

        return Reply();
    }

    private OperationReply Reply() => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("now", clock.GetUtcNow());
        json.WriteBoolean("frozen", clock.IsFrozen);
        json.WriteEndObject();
    });
}
