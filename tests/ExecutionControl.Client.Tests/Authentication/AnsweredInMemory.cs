using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace ExecutionControl.Client.Tests.Authentication;

/// <summary>
/// Stands in for ten thousand sockets: answers every call of the API with <c>{}</c>, or with 401 where the token is no good,
/// and counts calls by the token that they came with.
/// </summary>
/// <param name="isGood">Which tokens are; null for all.</param>
/// <param name="holdRejections">What has to end before any rejection is given; null for nothing.</param>
internal sealed class AnsweredInMemory(Func<string, bool>? isGood = null, Task? holdRejections = null) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>How many calls came with each token.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = request.Headers.Authorization!.Parameter!;
        _calls.AddOrUpdate(token, 1, static (_, count) => count + 1);
        var isRejected = isGood?.Invoke(token) is false;
        if (isRejected && holdRejections is not null)
        {
            await holdRejections.WaitAsync(cancellationToken);
        }

        return new HttpResponseMessage(isRejected ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            RequestMessage = request,
        };
    }
}
