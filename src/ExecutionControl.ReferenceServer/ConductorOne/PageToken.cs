using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>Cursors: where the page before ended, in a form that nobody is tempted to read.</summary>
internal static class PageToken
{
    private const int DefaultSize = 25;
    private const int GreatestSize = 100;

    /// <summary>How many rows a page has for the size that was asked for: 25 by default, 100 at most.</summary>
    public static int SizeOf(int asked) => asked <= 0 ? DefaultSize : Math.Min(asked, GreatestSize);

    public static string After(string kind, string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{kind}:{last}"));

    /// <summary>What <see cref="After"/> was given; null for the empty token of a first page.</summary>
    /// <exception cref="Operations.OperationFaultException">No page ended there.</exception>
    public static string? Read(string kind, string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        if (Base64Url.IsValid(token))
        {
            var bytes = Base64Url.DecodeFromChars(token);
            var text = Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : "";
            if (text.StartsWith($"{kind}:", StringComparison.Ordinal))
            {
                return text[(kind.Length + 1)..];
            }
        }

        throw ProtoFault.InvalidArgument("invalid page token");
    }
}
