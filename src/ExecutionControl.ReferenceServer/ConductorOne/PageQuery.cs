using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.ConductorOne;

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
