using System.Text.Json;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Seed;
using ExecutionControl.Reference.Tenants;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>The state in numbers, the audit rows, and the ways to put the state back.</summary>
internal sealed class StateRoutes(TenantDirectory tenants, IReadOnlyList<IService> services, ServerControl control, TimeProvider clock)
{
    public IEnumerable<ControlRoute> All() =>
    [
        new(HttpMethods.Get, "state", "The state in numbers, the first tenant's or with `?tenant=` another's.", StateAsync),
        new(HttpMethods.Get, "audit", "The audit rows, likewise.", AuditAsync),
        new(
            HttpMethods.Post,
            "reset",
            "Back to the seed; clients, tokens, rules, clock and journal stay.",
            async (_, cancellationToken) => await DoneAsync(control.ResetAsync(cancellationToken)).ConfigureAwait(false)),
        new(
            HttpMethods.Post, "seed",
            "A seed document in the place of the state.",
            async (request, cancellationToken) =>
                await DoneAsync(control.SeedAsync(SeedDocument.Parse(request.Body.Span), cancellationToken)).ConfigureAwait(false)),
        new(HttpMethods.Get, "snapshots", "The names of what was kept.", ListAsync),
        new(HttpMethods.Put, "snapshots/{name}", "Keeps the state.", async (request, cancellationToken) =>
            await DoneAsync(control.SaveAsync(request.Name, cancellationToken)).ConfigureAwait(false)),
        new(HttpMethods.Delete, "snapshots/{name}", "Drops what was kept.", DropAsync),
        new(
            HttpMethods.Post, "snapshots/{name}/restore",
            "Puts it back.",
            async (request, cancellationToken) => await DoneAsync(control.RestoreAsync(request.Name, cancellationToken)).ConfigureAwait(false)),
    ];

    private static async Task<OperationReply> DoneAsync(Task work)
    {
        await work.ConfigureAwait(false);
        return ControlReply.Done();
    }

    private async Task<OperationReply> DropAsync(ControlRequest request, CancellationToken cancellationToken) =>
        await control.DropAsync(request.Name, cancellationToken).ConfigureAwait(false)
            ? ControlReply.Done()
            : throw new KeyNotFoundException($"There is no snapshot named {request.Name}.");

    private async Task<OperationReply> ListAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var names = await control.SnapshotsAsync(cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("snapshots");
            names.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // Without one it is the first tenant.
    private Task<Tenant> TenantAsync(ControlRequest request, CancellationToken cancellationToken) =>
        request.Query["tenant"].FirstOrDefault() is { } host ? tenants.FindAsync(host, cancellationToken) : Task.FromResult(tenants.First);

    private async Task<OperationReply> StateAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var tenant = await TenantAsync(request, cancellationToken).ConfigureAwait(false);
        return await tenant.Database.WriteAsync(
            session => OperationReply.Json(StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("now", now);
                foreach (var service in services)
                {
                    service.WriteState(json, session, now);
                }

                json.WriteEndObject();
            }),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> AuditAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var tenant = await TenantAsync(request, cancellationToken).ConfigureAwait(false);
        var rows = await tenant.Database.ReadAsync(AuditStore.All, cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("rows");
            foreach (var row in rows)
            {
                Write(json, row);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, AuditRow row)
    {
        json.WriteStartObject();
        json.WriteString("event", row.Event);
        json.WriteString("automationId", row.AutomationId);
        json.WriteString("actor", row.Actor);
        json.WriteString("reason", row.Reason);
        json.WriteNumber("resolvedCount", row.ResolvedCount);
        json.WriteNumber("erroredCount", row.ErroredCount);
        json.WriteStartArray("failedExecutionIds");
        foreach (var id in row.FailedExecutionIds)
        {
            json.WriteStringValue(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        json.WriteEndArray();
        json.WriteString("startedAt", row.StartedAt);
        if (row.FinishedAt is { } finishedAt)
        {
            json.WriteString("finishedAt", finishedAt);
        }
        else
        {
            json.WriteNull("finishedAt");
        }

        json.WriteEndObject();
    }
}
