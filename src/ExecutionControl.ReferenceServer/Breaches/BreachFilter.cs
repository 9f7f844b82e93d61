using System.Text.Json.Nodes;
using ExecutionControl.Reference.Hosting;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Breaches;

/// <summary>Spoils answers in the ways that were asked for.</summary>
internal sealed class BreachFilter(IReadOnlyCollection<ContractBreach> breaches) : IReplyFilter
{
    public bool LetsAnybodyIn => Has(ContractBreach.TokenNotChecked);

    public OperationReply Apply(OperationReply reply, RequestJournalEntry entry)
    {
        if (breaches.Count == 0 || reply.ContentType is not "application/json" || JsonNode.Parse(reply.Body.Span) is not { } json)
        {
            return reply;
        }

        var status = StatusOf(reply.Status, json, entry);
        foreach (var breach in breaches)
        {
            Spoil(breach, json, entry, reply.Status);
        }

        return reply.Spoilt(status, writer => json.WriteTo(writer));
    }

    private bool Has(ContractBreach breach) => breaches.Contains(breach);

    private int StatusOf(int status, JsonNode json, RequestJournalEntry entry)
    {
        if (status == StatusCodes.Status404NotFound && Has(ContractBreach.NotFoundAsServerError))
        {
            return StatusCodes.Status500InternalServerError;
        }

        if (entry.Service == ServiceNames.Kubiya && Has(ContractBreach.RefusalAsConflict) && IsRefusal(json))
        {
            return StatusCodes.Status409Conflict;
        }

        return entry.Service == ServiceNames.Kubiya && status == StatusCodes.Status500InternalServerError && Has(ContractBreach.BadIdAsNotFound)
            ? StatusCodes.Status404NotFound
            : status;
    }

    private static void Spoil(ContractBreach breach, JsonNode json, RequestJournalEntry entry, int status)
    {
        var isConductorOne = entry.Service == ServiceNames.ConductorOne && entry.Operation != OperationNames.Token;
        var isCodegen = entry.Service == ServiceNames.Codegen && status == StatusCodes.Status200OK;
        switch (breach)
        {
            case ContractBreach.CountAsString when isConductorOne:
                JsonSpoiling.AsString(json, "pausedCount");
                JsonSpoiling.AsString(json, "erroredCount");
                break;
            case ContractBreach.Int64AsNumber when isConductorOne:
                JsonSpoiling.InEveryObject(json, each => JsonSpoiling.AsNumber(each, "id"));
                break;
            case ContractBreach.MissingPageToken when isConductorOne:
                JsonSpoiling.Remove(json, "nextPageToken");
                break;
            case ContractBreach.EndlessPages when isConductorOne:
                JsonSpoiling.LeadBack(json, entry.Operation);
                break;
            case ContractBreach.UnsetAsMissing when isConductorOne:
                JsonSpoiling.InEveryObject(json, JsonSpoiling.RemoveUnset);
                break;
            case ContractBreach.ErrorWithoutCode when isConductorOne && status >= StatusCodes.Status400BadRequest:
                JsonSpoiling.Remove(json, "code");
                break;
            case ContractBreach.ErrorWithoutRequestId when isConductorOne && status >= StatusCodes.Status400BadRequest:
                JsonSpoiling.CutMessage(json);
                break;
            case ContractBreach.ExpiresInAsString when entry.Operation == OperationNames.Token:
                JsonSpoiling.AsString(json, "expires_in");
                break;
            case ContractBreach.ValidationAsText when status == StatusCodes.Status422UnprocessableEntity:
                json["detail"] = "Unprocessable Entity";
                break;
            case ContractBreach.MissingStatus when isCodegen:
                JsonSpoiling.InEveryObject(json, each => JsonSpoiling.Remove(each, "status"));
                break;
            case ContractBreach.RunIdAsString when isCodegen:
                JsonSpoiling.InEveryObject(json, each => JsonSpoiling.AsString(each, "id"));
                break;
            case ContractBreach.RefusalAsSuccess when entry.Service == ServiceNames.Kubiya && IsRefusal(json):
                json["success"] = true;
                break;
        }
    }

    private static bool IsRefusal(JsonNode json) =>
        json is JsonObject answer && answer.TryGetPropertyValue("success", out var success) && success is not null && !success.GetValue<bool>();
}
