namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>Sends cases to a server over many connections and judges the answers.</summary>
internal sealed class FuzzRun(ReferenceServer server, Keys keys, ulong seed, FuzzPart part)
{
    private const int Connections = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs the cases from a number on; gives the first that went wrong, made as small as it gets.</summary>
    public async Task<FuzzFinding?> RunAsync(int first, int count)
    {
        var cases = new FuzzCases(seed, part, keys);
        var next = first - 1;
        var found = new Lock();
        var (number, problem) = (int.MaxValue, "");
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(WorkAsync)));
        return number == int.MaxValue ? null : await SmallestAsync(cases.Make(number), number, problem);

        async Task WorkAsync()
        {
            WireConnection? connection = null;
            try
            {
                int mine;
                while ((mine = Interlocked.Increment(ref next)) < first + count && Volatile.Read(ref number) == int.MaxValue)
                {
                    connection = await FreshAsync(connection);
                    var request = cases.Make(mine);
                    if (FuzzOracle.Judge(request, await AskAsync(connection, request), keys) is { } wrong)
                    {
                        lock (found)
                        {
                            (number, problem) = mine < number ? (mine, wrong) : (number, problem);
                        }
                    }
                }
            }
            finally
            {
                connection?.Dispose();
            }
        }
    }

    // Leaves away whatever is not needed for the same problem.
    private async Task<FuzzFinding> SmallestAsync(FuzzRequest request, int number, string problem)
    {
        var smallest = request;
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var candidate in FuzzShrinking.Smaller(smallest))
            {
                if (await JudgeAloneAsync(candidate) == problem)
                {
                    (smallest, isSmaller) = (candidate, true);
                    break;
                }
            }
        }

        using var connection = await FreshAsync(null);
        var answer = await AskAsync(connection, smallest);
        return new FuzzFinding(seed, part, number, problem, smallest.ToBytes(server.Url.Authority), answer);
    }

    private async Task<string?> JudgeAloneAsync(FuzzRequest request)
    {
        using var connection = await FreshAsync(null);
        return FuzzOracle.Judge(request, await AskAsync(connection, request), keys);
    }

    private async Task<WireConnection> FreshAsync(WireConnection? connection)
    {
        if (connection is { IsOver: false })
        {
            return connection;
        }

        connection?.Dispose();
        using var patience = new CancellationTokenSource(Patience);
        return await WireConnection.OpenAsync(server.Url, patience.Token);
    }

    private async Task<WireAnswer?> AskAsync(WireConnection connection, FuzzRequest request)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await connection.SendAsync(request.ToBytes(server.Url.Authority), patience.Token);
            return await connection.ReadAsync(hasNoBody: request.Method is "HEAD", patience.Token);
        }
        catch (OperationCanceledException)
        {
            return new WireAnswer(599, "no answer within half a minute", []);
        }
    }
}
