using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExecutionControl.Reference.ConductorOne;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ContractViolations;

/// <summary>Changes answers in the ways that were asked for.</summary>
internal sealed class ContractViolationFilter(IReadOnlyCollection<ContractViolation> violations) : IReplyFilter
{
    public bool SkipsAuthentication => Has(ContractViolation.TokenNotChecked);

    public OperationReply Apply(OperationReply reply, JournalRecord entry)
    {
        if (violations.Count == 0 || reply.ContentType is not "application/json" || JsonNode.Parse(reply.Body.Span) is not { } json)
        {
            return reply;
        }

        var status = StatusOf(reply.Status, json, entry);
        foreach (var violation in violations)
        {
            Change(violation, json, entry, reply.Status);
        }

        return reply.WithJson(status, writer => json.WriteTo(writer));
    }

    private bool Has(ContractViolation violation) => violations.Contains(violation);

    private int StatusOf(int status, JsonNode json, JournalRecord entry)
    {
        if (status == StatusCodes.Status404NotFound && Has(ContractViolation.NotFoundAsServerError))
        {
            return StatusCodes.Status500InternalServerError;
        }

        if (entry.Service == ServiceNames.Kubiya && Has(ContractViolation.RefusalAsConflict) && IsRefusal(json))
        {
            return StatusCodes.Status409Conflict;
        }

        return entry.Service == ServiceNames.Kubiya && status == StatusCodes.Status500InternalServerError && Has(ContractViolation.BadIdAsNotFound)
            ? StatusCodes.Status404NotFound
            : status;
    }

    private static void Change(ContractViolation violation, JsonNode json, JournalRecord entry, int status)
    {
        var isConductorOne = entry.Service == ServiceNames.ConductorOne && entry.Operation != OperationNames.Token;
        var isCodegen = entry.Service == ServiceNames.Codegen && status == StatusCodes.Status200OK;
        switch (violation)
        {
            case ContractViolation.CountAsString when isConductorOne:
                JsonChanges.AsString(json, "pausedCount");
                JsonChanges.AsString(json, "erroredCount");
                break;
            case ContractViolation.Int64AsNumber when isConductorOne:
                JsonChanges.InEveryObject(json, each => JsonChanges.AsNumber(each, "id"));
                break;
            case ContractViolation.MissingPageToken when isConductorOne:
                JsonChanges.Remove(json, "nextPageToken");
                break;
            case ContractViolation.EndlessPages when isConductorOne:
                JsonChanges.LeadBack(json, entry.Operation);
                break;
            case ContractViolation.UnsetAsMissing when isConductorOne:
                JsonChanges.InEveryObject(json, JsonChanges.RemoveUnset);
                break;
            case ContractViolation.ErrorWithoutCode when isConductorOne && status >= StatusCodes.Status400BadRequest:
                JsonChanges.Remove(json, "code");
                break;
            case ContractViolation.ErrorWithoutRequestId when isConductorOne && status >= StatusCodes.Status400BadRequest:
                JsonChanges.CutMessage(json);
                break;
            case ContractViolation.ExpiresInAsString when entry.Operation == OperationNames.Token:
                JsonChanges.AsString(json, "expires_in");
                break;
            case ContractViolation.ValidationAsText when status == StatusCodes.Status422UnprocessableEntity:
                json["detail"] = "Unprocessable Entity";
                break;
            case ContractViolation.MissingStatus when isCodegen:
                JsonChanges.InEveryObject(json, each => JsonChanges.Remove(each, "status"));
                break;
            case ContractViolation.RunIdAsString when isCodegen:
                JsonChanges.InEveryObject(json, each => JsonChanges.AsString(each, "id"));
                break;
            case ContractViolation.RefusalAsSuccess when entry.Service == ServiceNames.Kubiya && IsRefusal(json):
                json["success"] = true;
                break;
        }
    }

    private static bool IsRefusal(JsonNode json) =>
        json is JsonObject answer && answer.TryGetPropertyValue("success", out var success) && success is not null && !success.GetValue<bool>();
}

/// <summary>The changes that violations make to JSON.</summary>
internal static class JsonChanges
{
    public static void InEveryObject(JsonNode? node, Action<JsonObject> change)
    {
        switch (node)
        {
            case JsonObject each:
                foreach (var (_, value) in each.ToList())
                {
                    InEveryObject(value, change);
                }

                change(each);
                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    InEveryObject(item, change);
                }

                break;
        }
    }

    public static void Remove(JsonNode json, string name) => (json as JsonObject)?.Remove(name);

    public static void AsString(JsonNode json, string name)
    {
        if (json is JsonObject parent && parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number)
        {
            parent[name] = value.ToString();
        }
    }

    public static void AsNumber(JsonNode json, string name)
    {
        if (json is JsonObject parent && parent[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            && long.TryParse(value.GetValue<string>(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            parent[name] = number;
        }
    }

    /// <summary>Removes what proto3 calls unset.</summary>
    public static void RemoveUnset(JsonObject json)
    {
        foreach (var (name, value) in json.ToList())
        {
            var isUnset = value?.GetValueKind() switch
            {
                null or JsonValueKind.Null or JsonValueKind.False => true,
                JsonValueKind.String => value.GetValue<string>().Length == 0,
                JsonValueKind.Number => value.ToString() is "0",
                JsonValueKind.Array => value.AsArray().Count == 0,
                _ => false,
            };
            if (isUnset)
            {
                json.Remove(name);
            }
        }
    }

    /// <summary>Puts a token in that leads to the first page, whatever page this is.</summary>
    public static void LeadBack(JsonNode json, string operation)
    {
        if (json is JsonObject page && page.ContainsKey("nextPageToken"))
        {
            page["nextPageToken"] = operation == OperationNames.ListAutomations
                ? PageToken.After("automation", "")
                : PageToken.After("execution", long.MaxValue.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void CutMessage(JsonNode json)
    {
        if (json is JsonObject error && error["message"]?.GetValue<string>() is { } message
            && message.LastIndexOf(" (request-id", StringComparison.Ordinal) is > 0 and var end)
        {
            error["message"] = message[..end];
        }
    }
}
