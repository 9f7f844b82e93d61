using System.Text.Json;

namespace ExecutionControl.Reference;

/// <summary>The violations by the names that people type, such as <c>count-as-string</c>.</summary>
public static class ContractViolationName
{
    /// <summary>All names, in the order of their values.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ContractViolation>().Select(Of)];

    /// <summary>The name of a violation.</summary>
    public static string Of(ContractViolation violation) => JsonNamingPolicy.KebabCaseLower.ConvertName(violation.ToString());

    /// <summary>The violation of a name; null when there is none.</summary>
    public static ContractViolation? Parse(string name)
    {
        foreach (var violation in Enum.GetValues<ContractViolation>())
        {
            if (string.Equals(Of(violation), name, StringComparison.Ordinal))
            {
                return violation;
            }
        }

        return null;
    }
}
