using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Reads whole numbers however they are written: <c>101</c>, <c>101.0</c>, <c>1.01e2</c>, and, where that is allowed, as text.
/// </summary>
internal static partial class JsonNumber
{
    /// <summary>Longer ones are no numbers that anybody means.</summary>
    private const int MaxLength = 400;

    /// <summary>More than a <see cref="long"/> has.</summary>
    private const int MaxDigits = 30;

    private const int MaxPower = 100_000;

    /// <summary>Reads a number that is whole and fits.</summary>
    public static bool TryGetWhole(JsonElement element, out long value)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.Number => element.GetRawText(),
            JsonValueKind.String => element.GetString()!,
            _ => string.Empty,
        };
        return TryRead(text, out value, out var isExact) && isExact;
    }

    /// <summary>Reads any number, rounded down, and cut to what a <see cref="long"/> holds.</summary>
    public static bool TryGetFloor(JsonElement element, out long value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.Number && TryRead(element.GetRawText(), out value, out _);
    }

    /// <summary>
    /// Works on the digits, as a double would round beyond 2^53. <paramref name="isExact"/> says whether the value is the number itself.
    /// </summary>
    private static bool TryRead(string text, out long value, out bool isExact)
    {
        (value, isExact) = (0, true);
        if (text.Length > MaxLength || Pattern().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        var digits = (match.Groups["whole"].Value + fraction).TrimStart('0');
        if (digits.Length == 0)
        {
            return true;
        }

        // An exponent that fits no integer is beyond every bound in its direction.
        var exponent = match.Groups["exponent"].Value;
        var power = exponent.Length == 0 ? 0 : int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, -MaxPower, MaxPower)
            : exponent[0] == '-' ? -MaxPower : MaxPower;
        var isNegative = text[0] == '-';
        var length = digits.Length + power - fraction.Length;
        var whole = length <= 0 ? "0" : length <= digits.Length ? digits[..length] : length > MaxDigits ? null : digits.PadRight(length, '0');
        isExact = length >= digits.TrimEnd('0').Length;
        if (whole is null || !Int128.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            number = Int128.MaxValue;
        }

        number = isNegative ? -number - (isExact ? 0 : 1) : number;
        isExact &= number >= long.MinValue && number <= long.MaxValue;
        value = (long)Int128.Clamp(number, long.MinValue, long.MaxValue);
        return true;
    }

    [GeneratedRegex(
        @"^-?(?<whole>[0-9]+)(\.(?<fraction>[0-9]+))?([eE](?<exponent>[+-]?[0-9]+))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: Timeout.Infinite)]
    private static partial Regex Pattern();
}
