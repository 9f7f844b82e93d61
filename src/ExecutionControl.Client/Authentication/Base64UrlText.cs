using System.Buffers;
using System.Buffers.Text;

namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Decodes base64url into a buffer that the caller can erase. Padding may be there or not, and white space, as from a line that
/// was wrapped, is skipped: both decode to one thing only. The other base64 alphabet (<c>+</c>, <c>/</c>) is refused.
/// </summary>
internal static class Base64UrlText
{
    // .NET's decoder also takes '%' for padding; nobody who writes these keys does.
    private static readonly SearchValues<byte> AllowedBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_= \t\r\n"u8);

    /// <summary>Decodes all of the text, if it is base64url and fits.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination, out int written)
    {
        written = 0;
        return !text.ContainsAnyExcept(AllowedBytes)
            && Base64Url.DecodeFromUtf8(text, destination, out _, out written) == OperationStatus.Done;
    }
}
