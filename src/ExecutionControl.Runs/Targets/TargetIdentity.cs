using System.Globalization;
using ExecutionControl.Client;

namespace ExecutionControl.Runs;

/// <summary>Which texts are ids of a kind of target, and the one way to write each, by which two are the same.</summary>
internal static class TargetIdentity
{
    private const int MaxLength = 512;

    /// <summary>The id as it is written everywhere.</summary>
    /// <exception cref="PlanFormatException">It is no id.</exception>
    public static string Canonical(ControlTargetKind kind, string id)
    {
        if (Complaint(id) is { } complaint)
        {
            throw new PlanFormatException($"That is no id of an {kind.Noun}: {complaint}.");
        }

        if (kind == ControlTargetKind.AutomationExecution || kind == ControlTargetKind.AgentRun)
        {
            return long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && (number > 0 || kind != ControlTargetKind.AgentRun)
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw new PlanFormatException($"'{id}' is no id of an {kind.Noun}: it is {kind.IdForm}.");
        }

        // One execution has many spellings; the service reads them all as one.
        return kind == ControlTargetKind.Execution && Guid.TryParseExact(id, "D", out var uuid) ? uuid.ToString("D") : id;
    }

    private static string? Complaint(string id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return "it is empty";
        }

        if (id is "." or "..")
        {
            return "it would lead to another path";
        }

        if (id.Length > MaxLength)
        {
            return $"it is longer than {MaxLength} characters";
        }

        return id.Any(character => char.IsControl(character) || char.IsSurrogate(character) || character is '/' or '\\')
            ? "it holds a slash, a control character or another one that no id has"
            : null;
    }
}
