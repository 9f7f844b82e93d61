using System.Buffers.Text;

namespace ExecutionControl.Client.Codegen;

/// <summary>The form in which Codegen takes images: a data URI with base64 content.</summary>
internal static class ImageDataUri
{
    private const string Scheme = "data:";
    private const string Encoding = ";base64,";

    public static string Require(string? image, string parameterName)
    {
        var comma = image?.IndexOf(',', StringComparison.Ordinal) ?? -1;
        var isDataUri = image is not null
            && image.StartsWith(Scheme + "image/", StringComparison.OrdinalIgnoreCase)
            && comma > 0
            && image.AsSpan(0, comma + 1).EndsWith(Encoding, StringComparison.OrdinalIgnoreCase)
            && comma + 1 < image.Length
            && Base64.IsValid(image.AsSpan(comma + 1));
        return isDataUri
            ? image!
            : throw new ArgumentException("An image must be a data URI with base64 content, such as data:image/png;base64,…. Nothing was sent.", parameterName);
    }
}
