using System.Globalization;

namespace ExecutionControl.Client.Kubiya;

/// <summary>The reason that Kubiya keeps with a terminated workflow.</summary>
internal static class TerminateReason
{
    /// <summary>The service's limit, in characters.</summary>
    public const int MaxLength = 500;

    public static string Require(string? reason, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new ArgumentException("Kubiya terminates only with a reason, and none was given. Nothing was sent.", parameterName);
        }

        // The service counts Unicode characters, .NET's Length counts UTF-16 units.
        var length = reason.EnumerateRunes().Count();
        return length <= MaxLength
            ? reason
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The reason is {length} characters long; the service takes {MaxLength}. Nothing was sent."),
                parameterName);
    }
}
