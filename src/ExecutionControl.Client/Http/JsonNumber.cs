using System.Text.Json;

namespace ExecutionControl.Client.Http;

/// <summary>Reads numbers without throwing on other kinds of values.</summary>
internal static class JsonNumber
{
    public static bool TryGetInt32Safely(this JsonElement element, out int value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out value);
    }

    public static bool TryGetInt64Safely(this JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out value);
    }
}
