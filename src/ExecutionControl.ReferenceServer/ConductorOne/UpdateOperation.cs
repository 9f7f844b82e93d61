using System.Security.Cryptography;
using System.Text;
using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.State;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// Changes what a field mask names of an automation, which is how it is disabled and enabled; without a mask everything that a caller may set is
/// replaced (assumed). Its breaker and its executions stay as they are.
/// </summary>
internal sealed class UpdateOperation(TimeProvider timeProvider)
{
    private const int LongestDisplayName = 1024;
    private const int LongestDescription = 4096;

    private static readonly string[] Settable = ["displayName", "description", "enabled", "circuitBreakerMax", "circuitBreakerPeriod"];

    // The service lets these be set, too; nothing here depends on them.
    private static readonly string[] NotKept =
        ["annotations", "appId", "automationSteps", "context", "draftAutomationSteps", "draftTriggers", "isDraft", "triggers"];

    public ServiceOperation Of(ServiceEndpoint endpoint) =>
        new(endpoint, OperationNames.UpdateAutomation, HttpMethods.Post, "/api/v1/automations/{id}", UpdateAsync);

    private async Task<OperationReply> UpdateAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var change = Read(request.Body);
        var id = request.Path["id"];
        var automation = await request.Tenant.Database.WriteAsync(session => Apply(session, id, change), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("automation");
            AutomationJson.Write(json, automation);

            // Whoever has these can set the automation off, so that nobody should show them. Here they are made up, and to be known wherever
            // they turn up.
            json.WriteString("webhookCapabilityUrl", "https://webhooks.invalid/sandbox-webhook-capability-" + MadeUp("capability", id));
            json.WriteString("webhookHmacSecret", "sandbox-webhook-hmac-" + MadeUp("hmac", id));
            json.WriteEndObject();
        });
    }

    private AutomationRow Apply(StateSession session, string id, Func<AutomationRow, AutomationRow> change)
    {
        var before = AutomationStore.Find(session, id) ?? throw ProtoFault.NotFound($"automation {id} not found");
        var now = timeProvider.GetUtcNow();
        if (before.Enabled)
        {
            // What has come until now has started something.
            BreakerIntake.CatchUp(session, now);
        }
        else
        {
            BreakerIntake.SkipMissed(session, id, now);
        }

        AutomationStore.Update(session, change(before));
        return AutomationStore.Find(session, id)!;
    }

    private static Func<AutomationRow, AutomationRow> Read(ReadOnlyMemory<byte> body)
    {
        var message = ProtoMessage.Parse(body);
        var mask = message.FieldMask("updateMask", "update_mask");
        var given = message.OptionalMessage("automation", "automation") ?? throw ProtoFault.InvalidArgument("automation is required");
        var name = Text(given, "displayName", "display_name", LongestDisplayName);
        var description = Text(given, "description", "description", LongestDescription);
        var enabled = given.Flag("enabled", "enabled");
        var max = given.UInt32("circuitBreakerMax", "circuit_breaker_max");
        var period = (BreakerPeriod)given.Enum("circuitBreakerPeriod", "circuit_breaker_period", AutomationJson.Periods);
        foreach (var path in mask)
        {
            if (!Settable.Contains(path, StringComparer.Ordinal))
            {
                throw ProtoFault.InvalidArgument(NotKept.Contains(path, StringComparer.Ordinal)
                    ? $"update_mask: the reference server keeps no {path} of an automation, so that it cannot change it"
                    : $"update_mask: an automation has no field {path} that can be changed");
            }
        }

        return automation => automation with
        {
            DisplayName = Changes("displayName") ? name : automation.DisplayName,
            Description = Changes("description") ? description : automation.Description,
            Enabled = Changes("enabled") ? enabled : automation.Enabled,
            BreakerMax = Changes("circuitBreakerMax") ? max : automation.BreakerMax,
            BreakerPeriod = Changes("circuitBreakerPeriod") ? period : automation.BreakerPeriod,
        };

        bool Changes(string path) => mask.Count == 0 || mask.Contains(path, StringComparer.Ordinal);
    }

    private static string Text(ProtoMessage given, string jsonName, string protoName, int longest)
    {
        var text = given.Text(jsonName, protoName);
        return Encoding.UTF8.GetByteCount(text) <= longest
            ? text
            : throw ProtoFault.InvalidArgument(FormattableString.Invariant($"{jsonName} must be {longest} bytes or fewer"));
    }

    private static string MadeUp(string purpose, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"webhook {purpose} {id}")))[..32];
}
