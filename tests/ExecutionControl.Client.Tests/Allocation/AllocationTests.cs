using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Tests.ChildProcess;

namespace ExecutionControl.Client.Tests.Allocation;

/// <summary>
/// What a call leaves to the garbage collector. It does not depend on the machine, nor on what else runs: everything happens on one thread, on
/// which the answer is given as well, in a process in which nobody listens to spans and instruments.
/// </summary>
public sealed class AllocationTests
{
    /// <summary>
    /// With the answer, and all that waits for it: 3,440 when it was measured. In a debug build each asynchronous method's state is an object
    /// of its own: 5,168. What is a kilobyte more is a mistake.
    /// </summary>
#if DEBUG
    private const long MaxBytesOfCall = 5_700;
#else
    private const long MaxBytesOfCall = 3_950;
#endif

    private const int WarmUp = 200;
    private const int Measured = 100;

    [Fact]
    public async Task Terminate_Warm_AllocatesLittle() => Assert.InRange(await MeasureAsync(ChildProgram.CallAllocation), 1, MaxBytesOfCall);

    [Fact]
    public async Task GetToken_Cached_AllocatesNothing() => Assert.Equal(0, await MeasureAsync(ChildProgram.TokenAllocation));

    /// <summary>The least that a terminate allocates.</summary>
    public static long OfCall()
    {
        using var wire = new Wire();
        using var client = new ConductorOneClient(new ConductorOneClientOptions
        {
            ServerUrl = new Uri("https://acme.conductor.one"),
            AccessToken = "secret-token-0123456789",
            Transport = () => wire,
        });
        return LeastOf(() =>
        {
            var call = client.TerminateAutomationExecutionAsync("700000000000000001");
            wire.Answer();
            Assert.True(call.IsCompletedSuccessfully);
        });
    }

    /// <summary>The least that it allocates to get a token that is kept and valid.</summary>
    public static async Task<long> OfTokenAsync()
    {
        using var tokens = new CachingTokenSource(new HourlyTokens());
        var context = new TokenContext(new Uri("https://acme.conductor.one"));
        await tokens.GetTokenAsync(context, CancellationToken.None);

#pragma warning disable CA2012 // It is there already, and nobody waits for it.
        return LeastOf(() => Assert.True(tokens.GetTokenAsync(context, CancellationToken.None).IsCompletedSuccessfully));
#pragma warning restore CA2012
    }

    private static async Task<long> MeasureAsync(string what) =>
        long.Parse(await ChildProgram.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal), what), CultureInfo.InvariantCulture);

    /// <summary>On a thread of its own, where what waits goes on at once.</summary>
    private static long LeastOf(Action action)
    {
        var least = long.MaxValue;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                for (var i = 0; i < WarmUp + Measured; i++)
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    action();
                    var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    least = i < WarmUp ? least : Math.Min(least, bytes);
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? least : throw new InvalidOperationException("It could not be measured.", failure);
    }

    private sealed class HourlyTokens : ITokenSource
    {
        public ValueTask<AccessToken> GetTokenAsync(TokenContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new AccessToken("secret-token-0123456789", DateTimeOffset.UtcNow.AddHours(1)));
    }

    /// <summary>Takes the request as a connection does, and answers when it is told to.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        private static readonly byte[] _body = "{}"u8.ToArray();
        private static readonly MediaTypeHeaderValue _type = new("application/json");
        private TaskCompletionSource<HttpResponseMessage> _answer = new();

        public void Answer()
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(_body) { Headers = { ContentType = _type } } };
            response.Headers.TryAddWithoutValidation("Date", "Thu, 26 Nov 2026 12:00:00 GMT");
            response.Headers.TryAddWithoutValidation("X-Request-Id", "0f8fad5b-d9cb-469f-a165-70867728950e");
            _answer.SetResult(response);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _answer = new TaskCompletionSource<HttpResponseMessage>();
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            return await _answer.Task.ConfigureAwait(false);
        }
    }
}
