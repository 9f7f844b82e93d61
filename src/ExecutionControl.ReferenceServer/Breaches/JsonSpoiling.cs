using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ExecutionControl.Reference.ConductorOne;

namespace ExecutionControl.Reference.Breaches;

/// <summary>The changes that breaches make to JSON.</summary>
internal static class JsonSpoiling
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
        if (json is JsonObject error && error["message"]?.GetValue<string>() is { } message && message.LastIndexOf(" (request-id", StringComparison.Ordinal) is > 0 and var end)
        {
            error["message"] = message[..end];
        }
    }
}
