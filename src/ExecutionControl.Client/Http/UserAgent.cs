using System.Net.Http.Headers;

namespace ExecutionControl.Client.Http;

/// <summary>Says who asks: some front doors turn away requests that do not.</summary>
internal static class UserAgent
{
    private static readonly ProductInfoHeaderValue _value = new("ExecutionControl", typeof(UserAgent).Assembly.GetName().Version?.ToString(3));

    public static void AddTo(HttpRequestMessage request)
    {
        if (request.Headers.UserAgent.Count == 0)
        {
            request.Headers.UserAgent.Add(_value);
        }
    }
}
