using System.Collections.Concurrent;

namespace ExecutionControl.Soak;

/// <summary>Counts, next to the wire, what the client sent and which answers began to arrive.</summary>
internal sealed class WireCount
{
    private readonly ConcurrentDictionary<int, int> _answers = new();
    private int _sent;
    private int _unanswered;

    /// <summary>Requests that were handed to the connection.</summary>
    public int Sent => _sent;

    /// <summary>Requests whose connection ended before an answer began.</summary>
    public int Unanswered => _unanswered;

    /// <summary>Answers by status.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    /// <summary>A handler that counts here.</summary>
    public DelegatingHandler Handler() => new Counter(this);

    public void Clear()
    {
        _answers.Clear();
        _sent = 0;
        _unanswered = 0;
    }

    private sealed class Counter(WireCount count) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count._sent);
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                count._answers.AddOrUpdate((int)answer.StatusCode, 1, (_, seen) => seen + 1);
                return answer;
            }
            catch
            {
                Interlocked.Increment(ref count._unanswered);
                throw;
            }
        }
    }
}
