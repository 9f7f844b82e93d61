using Microsoft.Kiota.Abstractions;

namespace ExecutionControl.Client.Http;

/// <summary>Gives Kiota's requests their attempt.</summary>
internal static class AttemptConfiguration
{
    public static Action<RequestConfiguration<TQuery>> Configure<TQuery>(this Attempt attempt, Action<TQuery>? query = null)
        where TQuery : class, new() => configuration =>
        {
            configuration.Options.Add(attempt);
            query?.Invoke(configuration.QueryParameters);
        };
}
