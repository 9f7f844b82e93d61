using System.Globalization;
using System.Text;

namespace ExecutionControl.Client.ConductorOne;

/// <summary>The reason that goes on the audit row.</summary>
internal static class ResolveReason
{
    /// <summary>The service's limit, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024;

    public static string? Require(string? reason, string parameterName)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetByteCount(reason);
        return bytes <= MaxBytes
            ? reason
            : throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The reason is {bytes} bytes of UTF-8 long; the service takes {MaxBytes}. Nothing was sent."),
                parameterName);
    }
}
