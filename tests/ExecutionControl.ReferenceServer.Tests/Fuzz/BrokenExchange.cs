using System.Text;

namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Sends bytes that may leave a server waiting for more, and collects whatever it answers until it hangs up.</summary>
internal static class BrokenExchange
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // How long a server may think before it is told that nothing more comes: it gives up the work on a request that it is told so about.
    private static readonly TimeSpan ForAnswers = TimeSpan.FromMilliseconds(150);

    private static readonly byte[] Last = Encoding.ASCII.GetBytes("GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

    /// <exception cref="OperationCanceledException">The server keeps the connection although it was told that nothing more comes.</exception>
    public static async Task<List<WireAnswer>> RunAsync(Uri url, byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var connection = await WireConnection.OpenAsync(url, patience.Token);
        await connection.SendAsync(bytes, patience.Token);
        await connection.SendAsync(Last, patience.Token);
        var answers = new List<WireAnswer>();
        var reading = ReadAllAsync();
        await Task.WhenAny(reading, Task.Delay(ForAnswers, patience.Token));
        connection.EndSending();
        await reading;
        return answers;

        async Task ReadAllAsync()
        {
            while (await connection.ReadAsync(hasNoBody: false, patience.Token) is { } answer)
            {
                answers.Add(answer);
            }
        }
    }
}
