using System.Text.Json;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Rehearsal;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>Reads and changes the rules. A document is the same here as in a file.</summary>
internal sealed class RuleRoutes(FaultRules faults, RateLimits limits, AutomationRules automations, ServerControl control)
{
    public IEnumerable<ControlRoute> All() =>
    [
        new(HttpMethods.Get, "rules", "The rules.", (_, _) => Task.FromResult(Reply())),
        new(HttpMethods.Post, "rules", "Adds rules.", AddAsync),
        new(HttpMethods.Put, "rules", "Replaces all rules.", ReplaceAsync),
        new(HttpMethods.Delete, "rules", "Removes all rules.", ClearAsync),
        new(HttpMethods.Delete, "rules/{id}", "Removes one.", (request, _) => faults.Remove(request.Name)
            ? Task.FromResult(ControlReply.Done())
            : throw new KeyNotFoundException($"There is no rule {request.Name}.")),
    ];

    private async Task<OperationReply> AddAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var document = RuleDocument.Parse(request.Body.Span, faults.Operations);
        return document.Seed is null
            ? await ApplyAsync(document, cancellationToken).ConfigureAwait(false)
            : throw new InvalidDataException("A seed would change the rules in force: PUT replaces them all and takes one.");
    }

    private async Task<OperationReply> ReplaceAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var document = RuleDocument.Parse(request.Body.Span, faults.Operations);
        await control.ClearRulesAsync(cancellationToken).ConfigureAwait(false);
        faults.Clear(document.Seed);
        return await ApplyAsync(document with { RateLimits = document.RateLimits ?? false }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OperationReply> ClearAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        await control.ClearRulesAsync(cancellationToken).ConfigureAwait(false);
        faults.Clear();
        limits.IsOn = false;
        return ControlReply.Done();
    }

    private async Task<OperationReply> ApplyAsync(RuleDocument document, CancellationToken cancellationToken)
    {
        // First what can still be refused.
        await control.AddRulesAsync(document.NeverResolve ?? [], document.Runaways ?? [], cancellationToken).ConfigureAwait(false);
        foreach (var rule in document.Rules ?? [])
        {
            faults.Add(rule);
        }

        limits.IsOn = document.RateLimits ?? limits.IsOn;
        return Reply();
    }

    private OperationReply Reply() => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("seed", faults.Seed);
        json.WriteBoolean("rateLimits", limits.IsOn);
        json.WriteStartArray("rules");
        foreach (var status in faults.All)
        {
            json.WriteStartObject();
            json.WriteString("id", status.Id);
            json.WriteNumber("matched", status.Matched);
            json.WriteNumber("struck", status.Struck);
            json.WritePropertyName("rule");
            JsonSerializer.Serialize(json, status.Rule, RehearsalJsonContext.Default.FaultRule);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("neverResolve");
        foreach (var rule in automations.NeverResolve)
        {
            json.WriteStartObject();
            json.WriteString("automation", rule.Automation);
            json.WriteNumber("count", rule.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("runaways");
        foreach (var rule in automations.Runaways)
        {
            json.WriteStartObject();
            json.WriteString("automation", rule.Automation);
            json.WriteNumber("everyMs", rule.EveryMs);
            json.WriteNumber("retripAfter", rule.RetripAfter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
