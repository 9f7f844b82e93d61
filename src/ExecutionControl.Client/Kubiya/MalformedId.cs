using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Kubiya;

/// <summary>
/// Kubiya answers 500 to an id that is no UUID. That is a refusal: no such execution can exist, so nothing can have been done.
/// </summary>
internal static class MalformedId
{
    public static bool IsRefusal(ServiceAnswer answer, string executionId) =>
        answer is { Status: 500, Message: { } message }
        && (message.Contains("badly formed", StringComparison.OrdinalIgnoreCase) && message.Contains("UUID", StringComparison.OrdinalIgnoreCase)
            || (!Guid.TryParse(executionId, out _) && message.StartsWith("Failed to", StringComparison.OrdinalIgnoreCase)));
}
