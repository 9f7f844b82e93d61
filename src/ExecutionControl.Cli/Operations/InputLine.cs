using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Operations;

/// <summary>Reads the input of an operation from one JSON object, and says in a person's words what is wrong with one.</summary>
internal static class InputLine
{
    /// <exception cref="NotSentException">It is no object, lacks a member, or holds one that the operation does not take.</exception>
    public static T Read<T>(string line, JsonTypeInfo<T> type, string operation)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (Complaint(document.RootElement, type) is { } complaint)
            {
                throw Refused(operation, complaint);
            }

            return document.Deserialize(type) ?? throw Refused(operation, "it is no JSON object");
        }
        catch (JsonException exception)
        {
            throw Refused(
                operation, exception.Path is ['$', '.', .. var member] ? $"'{member}' has a value that it does not take" : "it is no JSON object", exception);
        }
    }

    public static NotSentException Refused(string operation, string why, Exception? exception = null) =>
        new(ExitCode.NotSent, $"That is no input of {operation}: {why}. Nothing was sent.", exception);

    /// <summary>What .NET would say of members in words that are not for people, or not at all.</summary>
    private static string? Complaint(JsonElement input, JsonTypeInfo type)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return "it is no JSON object";
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in input.EnumerateObject())
        {
            if (type.Properties.All(property => property.Name != member.Name))
            {
                var known = type.Properties.Count > 0 ? $"it takes {string.Join(", ", type.Properties.Select(property => property.Name))}" : "it takes none";
                return $"there is no member '{PlainText.OneLine(member.Name)}'; {known}";
            }

            if (!seen.Add(member.Name))
            {
                return $"'{member.Name}' stands there twice";
            }
        }

        return type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name)) is { } missing
            ? $"'{missing.Name}' is missing"
            : null;
    }
}
