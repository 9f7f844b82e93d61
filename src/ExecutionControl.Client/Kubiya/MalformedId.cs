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
            || (IsNone(executionId)
                && (message.StartsWith("Failed to", StringComparison.OrdinalIgnoreCase)
                    || message.StartsWith("An unexpected error occurred while terminating", StringComparison.OrdinalIgnoreCase))));

    // As Python reads it: a form that it takes, such as urn:uuid:, can be an execution, and its 500 can come after the work.
    private static bool IsNone(string executionId)
    {
        var digits = executionId.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}')
            .Replace("-", "", StringComparison.Ordinal);
        return digits.Length != 32 || digits.Any(digit => char.IsAsciiLetter(digit) && !char.IsAsciiHexDigit(digit) && digit is not ('x' or 'X'));
    }
}
