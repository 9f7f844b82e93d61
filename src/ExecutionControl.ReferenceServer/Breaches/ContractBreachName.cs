using System.Text.Json;

namespace ExecutionControl.Reference;

/// <summary>The breaches by the names that people type, such as <c>count-as-string</c>.</summary>
public static class ContractBreachName
{
    /// <summary>All names, in the order of their values.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ContractBreach>().Select(Of)];

    /// <summary>The name of a breach.</summary>
    public static string Of(ContractBreach breach) => JsonNamingPolicy.KebabCaseLower.ConvertName(breach.ToString());

    /// <summary>The breach of a name; null when there is none.</summary>
    public static ContractBreach? Parse(string name)
    {
        foreach (var breach in Enum.GetValues<ContractBreach>())
        {
            if (string.Equals(Of(breach), name, StringComparison.Ordinal))
            {
                return breach;
            }
        }

        return null;
    }
}
