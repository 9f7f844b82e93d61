using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ExecutionControl.ContractTests.Stubs;

/// <summary>Keeps the path and the query of a request as they were sent, which WireMock.Net decodes before it matches and logs them.</summary>
internal static class RawTarget
{
    /// <summary>The header that brings them into the log.</summary>
    public const string Header = "X-Raw-Target";

    public static Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.Request.Headers[Header] = target;
        // Escaped once more, the path is as it was sent once it is decoded.
        context.Request.Path = new PathString(target.Split('?')[0].Replace("%", "%25", StringComparison.Ordinal).Replace("+", "%2B", StringComparison.Ordinal));
        return next(context);
    }
}
