using System.Globalization;
using System.Numerics;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Kubiya;

/// <summary>Ids are UUIDs. What is none is no fault of the caller's to the service, but an exception of its own.</summary>
/// <param name="Key">What the id says.</param>
/// <param name="Text">The id as the path has it, which answers repeat.</param>
internal sealed record ExecutionId(Guid Key, string Text)
{
    /// <summary>Reads the id in the path.</summary>
    /// <param name="request">The request.</param>
    /// <param name="doing">What the service was about to do, for its own words.</param>
    /// <exception cref="OperationFaultException">It is no UUID, which the service answers with a 500.</exception>
    public static ExecutionId Of(OperationRequest request, string doing)
    {
        var text = request.Path["execution_id"];
        var key = PythonUuid.Read(text, out var fault);
        return fault.Length == 0
            ? new ExecutionId(key, text)
            : throw new OperationFaultException(StatusCodes.Status500InternalServerError, $"Failed to {doing} execution: {fault}");
    }

    /// <summary>Reads the id in the path of a termination, whose 500 does not say why.</summary>
    /// <exception cref="OperationFaultException">It is no UUID.</exception>
    public static ExecutionId OfTermination(OperationRequest request)
    {
        var text = request.Path["execution_id"];
        var key = PythonUuid.Read(text, out var fault);
        return fault.Length == 0
            ? new ExecutionId(key, text)
            : throw new OperationFaultException(StatusCodes.Status500InternalServerError, "An unexpected error occurred while terminating execution");
    }

    public static OperationFaultException NotFound() => new(StatusCodes.Status404NotFound, "Execution not found");
}

/// <summary>
/// Reads UUIDs as Python's <c>uuid.UUID</c> does: without <c>urn:</c>, <c>uuid:</c>, braces at the ends and hyphens wherever they stand, what is
/// left has to be 32 characters that Python's <c>int</c> takes for a number to the base of 16.
/// </summary>
internal static class PythonUuid
{
    private const int Digits = 32;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fault">In Python's words, what is wrong with it; empty when nothing is.</param>
    public static Guid Read(string text, out string fault)
    {
        var hex = text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}')
            .Replace("-", "", StringComparison.Ordinal);
        if (hex.EnumerateRunes().Count() != Digits)
        {
            fault = "badly formed hexadecimal UUID string";
            return default;
        }

        if (ToInteger(hex) is not { } number)
        {
            fault = $"invalid literal for int() with base 16: '{hex}'";
            return default;
        }

        fault = "";
        return new Guid(UInt128.CreateChecked(number).ToString("x32", CultureInfo.InvariantCulture));
    }

    // Hyphens are gone, so that it cannot be negative, and 32 characters cannot be too large.
    private static BigInteger? ToInteger(string hex)
    {
        var digits = hex.Trim();
        digits = digits.StartsWith('+') ? digits[1..] : digits;
        var isPrefixed = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        digits = isPrefixed ? digits[2..] : digits;

        // One underscore is allowed between two digits, and behind the prefix.
        digits = isPrefixed && digits.StartsWith('_') ? digits[1..] : digits;
        var number = BigInteger.Zero;
        var before = '_';
        foreach (var digit in digits)
        {
            if (digit == '_' && before == '_')
            {
                return null;
            }

            if (digit != '_')
            {
                var value = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : CharUnicodeInfo.GetDecimalDigitValue(digit);
                if (value < 0)
                {
                    return null;
                }

                number = (number * 16) + value;
            }

            before = digit;
        }

        return before == '_' ? null : number;
    }
}
