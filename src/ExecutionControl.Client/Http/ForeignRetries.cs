using Microsoft.Kiota.Http.HttpClientLibrary.Middleware;

namespace ExecutionControl.Client.Http;

/// <summary>
/// Refuses handlers that are known to send again and to set time limits of their own. They would know neither which operations may be repeated
/// nor how long one may take, and would hide what the service said.
/// </summary>
internal static class ForeignRetries
{
    // By name, since an application that has none of these packages should not get them from here.
    private static readonly string[] _knownTypes =
    [
        "Microsoft.Extensions.Http.Resilience.ResilienceHandler",
        "Microsoft.Extensions.Http.PolicyHttpMessageHandler",
        typeof(RetryHandler).FullName!,
    ];

    /// <summary>Says why a handler cannot stay; <see langword="null"/> when it can.</summary>
    public static string? Complaint(HttpMessageHandler handler)
    {
        for (var type = handler.GetType(); type is not null; type = type.BaseType)
        {
            if (_knownTypes.Contains(type.FullName, StringComparer.Ordinal))
            {
                return $"{type.Name} cannot be among the handlers of an ExecutionControl client: it sends again, or sets time limits, without knowing which "
                    + "operations allow it. Remove it, and set Retry in the client's options instead.";
            }
        }

        return null;
    }

    /// <exception cref="InvalidOperationException">The handler cannot stay.</exception>
    public static void Refuse(HttpMessageHandler handler)
    {
        if (Complaint(handler) is { } complaint)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
