using System.Globalization;

namespace ExecutionControl.Client.Http;

/// <summary>Keeps an id from changing the path that it is put into.</summary>
internal static class TargetId
{
    private const int MaxLength = 512;

    /// <summary>Returns the id if it names one target and nothing else.</summary>
    public static string Require(string? id, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            throw new ArgumentException("The id is empty. Nothing was sent.", parameterName);
        }

        if (id is "." or "..")
        {
            throw new ArgumentException($"'{id}' is no id: it would lead to another path. Nothing was sent.", parameterName);
        }

        if (id.Length > MaxLength)
        {
            throw new ArgumentException($"The id is longer than {MaxLength} characters. Nothing was sent.", parameterName);
        }

        foreach (var character in id)
        {
            if (char.IsControl(character) || char.IsSurrogate(character) || character is '/' or '\\')
            {
                throw new ArgumentException("The id holds a slash, a control character or another one that no id has. Nothing was sent.", parameterName);
            }
        }

        return id;
    }

    /// <summary>Returns the id as the service writes it if it is a 64-bit integer.</summary>
    public static string RequireInt64(string? id, string parameterName)
    {
        Require(id, parameterName);
        return long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : throw new ArgumentException($"'{id}' is no execution id: it must be a 64-bit integer. Nothing was sent.", parameterName);
    }
}
