using System.Buffers.Text;

namespace ExecutionControl.Reference.Codegen;

/// <summary>Images come as data URIs with base64 content.</summary>
internal static class ImageDataUri
{
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64,";

    public static bool IsValid(string text)
    {
        var mark = text.IndexOf(Base64Mark, StringComparison.OrdinalIgnoreCase);
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && mark > Scheme.Length
            && text.IndexOf('/', Scheme.Length, mark - Scheme.Length) > Scheme.Length
            && text.Length > mark + Base64Mark.Length
            && Base64.IsValid(text.AsSpan(mark + Base64Mark.Length));
    }
}
