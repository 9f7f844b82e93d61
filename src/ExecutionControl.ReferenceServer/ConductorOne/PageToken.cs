using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

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

/// <summary>Which page a query asks for.</summary>
internal static class PageQuery
{
    /// <summary>The size that is asked for; 0 when none is.</summary>
    /// <exception cref="Operations.OperationFaultException">It is no number.</exception>
    public static int Size(IQueryCollection query)
    {
        if (query["page_size"].FirstOrDefault() is not { Length: > 0 } text)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw ProtoFault.InvalidArgument("invalid value for int32 parameter page_size");
    }

    /// <summary>The token of the page before; empty for the first one.</summary>
    public static string Token(IQueryCollection query) => query["page_token"].FirstOrDefault() ?? "";
}
