using System.Collections.Concurrent;
using System.Globalization;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Tests.Time;

namespace ExecutionControl.Client.Tests.Fuzz;

/// <summary>Makes one call after another against a server of its own, on a clock of its own.</summary>
internal sealed class FuzzWorker : IAsyncDisposable
{
    /// <summary>A list that has gone on for so long comes to its end.</summary>
    private const int MostSpoilt = 120;

    /// <summary>Of so many cases one is looked through with its stack trace; no factor of it divides the number of calls.</summary>
    private const int WholeEvery = 16;

    /// <summary>Longer than any call takes that is not waiting for bytes.</summary>
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    private readonly int _seed;
    private readonly TurnedClock _clock = new(timeLimitFrom: TimeSpan.MaxValue);
    private readonly AnswerServer _server;
    private readonly FuzzedCalls _calls;
    private ConcurrentQueue<FuzzedExchange> _exchanges = new();
    private Random _random = new(0);
    private string _name = string.Empty;

    public FuzzWorker(int seed)
    {
        _seed = seed;
        _server = new AnswerServer(Answer, () => _clock.Advance(TimeSpan.FromMinutes(11)));
        _calls = new FuzzedCalls(_server.Url, _clock);
    }

    public long MostTaken => _server.MostTaken;

    public async Task<(int Answers, string Ending, string? Finding)> RunAsync(int number, TimeSpan longest)
    {
        var (name, isChange, callAsync) = _calls.All[number % _calls.All.Count];
        var exchanges = _exchanges = new ConcurrentQueue<FuzzedExchange>();
        (_random, _name) = (new Random((_seed * 7919) ^ number), name);
        using var limit = new CancellationTokenSource(longest);
        var isStalled = false;
        object ending;
        try
        {
            var call = callAsync(limit.Token);
            while (await Task.WhenAny(call, Task.Delay(Stall, CancellationToken.None)) != call && !limit.IsCancellationRequested)
            {
                // The client waits for more than it was sent, and only its time limits end that.
                isStalled = true;
                _clock.Advance(TimeSpan.FromMinutes(11));
            }

            ending = await call.WaitAsync(TimeSpan.FromSeconds(5));
        }
        catch (Exception exception)
        {
            ending = exception;
        }

        var problem = limit.IsCancellationRequested
            ? "it took too long"
            : AnswerOracle.Judge(name, isChange, ending, isStalled ? [.. exchanges.Select(NotCertain)] : [.. exchanges], isWhole: number % WholeEvery == 0);
        var finding = problem is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"seed {_seed}, case {number}, {name}: {problem}\n{ending}\n")
              + string.Join('\n', exchanges.Select(exchange => $"{exchange.Method} {exchange.Path} <- {exchange.Answer}"));
        return (exchanges.Count, $"{name}: {Word(ending)}", finding);
    }

    public async ValueTask DisposeAsync()
    {
        _calls.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>An answer to a client that may have stopped waiting for it.</summary>
    private static FuzzedExchange NotCertain(FuzzedExchange exchange) => exchange with { Answer = exchange.Answer with { IsSuccess = false } };

    private static string Word(object ending) => ending switch
    {
        ControlResult result => result.Outcome.ToString(),
        IControlCallFailure failure => failure.Outcome.ToString(),
        TokenRequestException => "no token",
        _ => "read",
    };

    private FuzzedAnswer Answer(string method, string path, string? token)
    {
        var exchanges = _exchanges;
        FuzzedAnswer answer;
        lock (_calls)
        {
            var isToken = path.StartsWith("/auth/", StringComparison.Ordinal);

            // Some services repeat what they were sent.
            answer = AnswerGrammar.Draw(_random, method, path, token ?? "nobodys-token-0123456789", isSpoilt: exchanges.Count < MostSpoilt && _random.Next(isToken ? 3 : 4) != 0);
            exchanges.Enqueue(new FuzzedExchange(method, path, token, answer));
        }

        return answer;
    }
}
