using System.Text.RegularExpressions;

namespace ExecutionControl.Cli.Output;

/// <summary>Says what .NET says of a failure in words for somebody who does not program: without the names of its types, members and parameters.</summary>
internal static partial class PlainWords
{
    private static readonly string[] ErrorNames = Enum.GetNames<HttpRequestError>();

    /// <summary>The text, with everything in it that is not .NET's own as it was.</summary>
    public static string Of(string text)
    {
        var shown = text.Replace(
            "Cannot determine the frame size or a corrupted frame was received",
            "the other end does not speak TLS, as if its address were http",
            StringComparison.Ordinal);
        shown = UnknownMember().Replace(shown, "There is no member '${name}'");
        shown = WrongValue().Replace(shown, "a value is not of the kind that belongs there");
        shown = Place().Replace(shown, match => $" See line {int.Parse(match.Groups["line"].Value, System.Globalization.CultureInfo.InvariantCulture) + 1}.");
        shown = Parameter().Replace(shown, string.Empty);
        return ErrorNames.Aggregate(shown, (left, name) => left.Replace($" ({name})", string.Empty, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"The JSON property '(?<name>[^']*)' could not be mapped to any \.NET member contained in type '[^']*'", RegexOptions.None, 1000)]
    private static partial Regex UnknownMember();

    [GeneratedRegex(@"The JSON value could not be converted to [A-Za-z0-9_.`\[\],+ ]*[A-Za-z0-9_\]]", RegexOptions.None, 1000)]
    private static partial Regex WrongValue();

    [GeneratedRegex(@" Path: \S+ \| LineNumber: (?<line>\d{1,9}) \| BytePositionInLine: \d+\.", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@" \(Parameter '[^']*'\)", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
